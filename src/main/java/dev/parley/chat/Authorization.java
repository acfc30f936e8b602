package dev.parley.chat;

/** Decision on who answers an operator's command. */
public sealed interface Authorization {
    /** The chat, as it would a command of any member. */
    record ByChat() implements Authorization {}

    /** The operators' actions, in the name of this account and as far as its role permits. */
    record ByOperator(Nick account) implements Authorization {}

    record Refused(Answer.Refused answer) implements Authorization {}
}
