package dev.parley.chat;

/** Part of the chat that handles some kinds of commands. */
interface CommandHandler {
    /** Registers for each kind of command that it handles. */
    void register(CommandDispatcher dispatcher);
}
