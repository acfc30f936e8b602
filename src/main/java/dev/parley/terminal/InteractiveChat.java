package dev.parley.terminal;

import dev.parley.terminal.SocketConnector.TrustAnswer;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jspecify.annotations.Nullable;

/** Chat in a terminal: one thread reads what is typed, another one what the server sends. */
final class InteractiveChat {
    private static final String PROMPT = "> ";
    private static final char MASK = '*';
    private static final String EMPTY = " (empty to cancel): ";
    private static final String AGAIN = "The same password again: ";
    private static final int MAX_PREVIEW = 5;
    private static final Duration USUAL_LOGIN_TIME = Duration.ofSeconds(1);
    private static final Duration LOGIN_TIMEOUT = Duration.ofSeconds(10);

    /** Commands of accounts whose passwords are asked for. */
    private static final Pattern ASKING =
            Pattern.compile("/(login|register)(\\s+\\S+)?\\s*|/(password|drop)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMAND = Pattern.compile("/[^/]");
    private static final Pattern QUIT = Pattern.compile("/quit(\\s.*)?", Pattern.CASE_INSENSITIVE);

    private final Options options;
    private final Terminal terminal;
    private final ChatReader reader;
    private final TypedHistory history;
    private final Conversation conversation;
    private final Connector connector;
    private final UserFolders folders;
    private final ConnectionLoop loop;

    /** Whether the typing thread connects, so that it can ask the user. */
    private volatile boolean mayAsk = true;

    private boolean isLeavingExplained;

    /** Input from before the first prompt, which is no answer to a question for a certificate or a password. */
    private String typedAhead = "";

    /** Screen above the line that is being typed. */
    private final class ReaderScreen implements Screen {
        @Override
        public void show(AttributedString line) {
            reader.show(line);
        }

        @Override
        public void status(String text) {
            reader.showStatus(text);
        }

        @Override
        public void bell() {
            if (options.bell()) {
                reader.bell();
            }
        }
    }

    InteractiveChat(Options options, UserFolders folders, Terminal terminal, boolean isColored) {
        this.options = options;
        this.folders = folders;
        this.terminal = terminal;
        Clock clock = Clock.systemDefaultZone();
        conversation = new Conversation(
                new ReaderScreen(),
                clock,
                new LineRenderer(clock, true, isColored),
                options.tls() ? "encrypted" : "not encrypted",
                InteractiveChat::runLater);
        reader = new ChatReader(terminal, isColored);
        reader.setParser(new WordParser());
        history = new TypedHistory(conversation::mayBePassword);
        reader.setHistory(history);
        reader.setCompleter(new ChatCompleter(conversation));
        reader.setHighlighter(new PrivateHighlighter());
        reader.setVariable(LineReader.HISTORY_SIZE, TypedHistory.MAX_LINES);
        reader.setVariable(LineReader.HISTORY_FILE_SIZE, TypedHistory.MAX_LINES);
        reader.option(Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(Option.ERASE_LINE_ON_FINISH, true);
        reader.option(Option.HISTORY_TIMESTAMPED, false);
        // Pasted code begins with spaces.
        reader.option(Option.HISTORY_IGNORE_SPACE, false);
        reader.option(Option.HISTORY_REDUCE_BLANKS, false);
        reader.option(Option.CASE_INSENSITIVE, true);
        reader.option(Option.AUTO_FRESH_LINE, false);
        connector = new SocketConnector(options, new KnownCertificates(folders.certificates()), this::askToTrust);
        loop = new ConnectionLoop(connector, conversation);
    }

    private static void runLater(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                .execute(task);
    }

    /** Runs until the user quits; returns the exit status. */
    int run() throws IOException {
        // Without an echo from here on: what is typed before or between two lines would be on the screen twice.
        Attributes echoing = terminal.enterRawMode();
        terminal.handle(Signal.TSTP, signal -> reader.suspend(echoing));
        try {
            typedAhead = reader.takeTypeAhead();
            keepHistory();
            conversation.hint("Connecting to " + options.server());
            ServerConnection connection = connector.connect();
            mayAsk = false;
            // Between two prompts, as while a login is answered, Ctrl-C would end the process.
            terminal.handle(Signal.INT, Terminal.SignalHandler.SIG_IGN);
            conversation.hint("/nick NAME, /help; Ctrl-D leaves");
            Thread typing = Thread.currentThread();
            Thread.ofVirtual().name("server").start(() -> {
                try {
                    loop.run(connection, first());
                } finally {
                    typing.interrupt();
                }
            });
            begin();
            reader.runMacro(typedAhead);
            while (!loop.isOver()) {
                readLine();
            }
        } catch (EndOfFileException e) {
            if (reader.isDumb()) {
                // The prompt cannot be erased.
                terminal.writer().println();
            }
            loop.quit("/quit");
        } catch (UserInterruptException e) {
            // At a question before the chat: the user leaves.
        } finally {
            // It may have come too late for the last read, and would disturb the closing of the terminal.
            Thread.interrupted();
            reader.close();
            terminal.setAttributes(echoing);
        }
        return loop.exitStatus();
    }

    private void keepHistory() {
        try {
            PrivateFiles.create(folders.history());
            reader.setVariable(LineReader.HISTORY_FILE, folders.history());
        } catch (IOException e) {
            conversation.hint("the history is not kept: " + e);
        }
    }

    /** Returns the first commands; a room that needs the login is joined after it. */
    private List<String> first() {
        var commands = new ArrayList<String>();
        if (options.nick() != null) {
            commands.add("/nick " + options.nick());
        }
        if (options.room() != null && options.account() == null) {
            commands.add("/join " + options.room());
        }
        return commands;
    }

    /** Logs in to the account of the options, and joins the room. */
    private void begin() {
        if (options.account() != null) {
            typedAhead += reader.takeTypeAhead();
            submit("/login " + options.account());
            if (options.room() != null) {
                submit("/join " + options.room());
            }
        }
    }

    private void readLine() {
        try {
            String line = reader.readLine(PROMPT).stripTrailing();
            List<String> lines = PrivateInput.joinedLogins(line.lines()
                    .filter(text -> !text.isBlank())
                    .map(InteractiveChat::withoutTabs)
                    .toList());
            if (lines.size() <= 1) {
                lines.forEach(this::submit);
            } else if (isPasteConfirmed(lines)) {
                lines.forEach(conversation::typed);
            } else {
                conversation.hint("nothing was sent" + keptHint(line));
            }
        } catch (UserInterruptException e) {
            if (!loop.isOver() && e.getPartialLine().isEmpty() && !isLeavingExplained) {
                isLeavingExplained = true;
                conversation.hint("Ctrl-D or /quit leaves the chat");
            }
        }
    }

    /** Replaces tabs by the spaces that are shown for them: the server would make each of them one space. */
    private static String withoutTabs(String line) {
        return new AttributedStringBuilder()
                .tabs(LineReaderImpl.DEFAULT_TAB_WIDTH)
                .append(line)
                .toString();
    }

    private boolean isPasteConfirmed(List<String> lines) {
        lines.stream().limit(MAX_PREVIEW).forEach(line -> conversation.hint("  " + PrivateInput.masked(line)));
        if (lines.size() > MAX_PREVIEW) {
            conversation.hint("  and " + (lines.size() - MAX_PREVIEW) + " more");
        }
        List<String> commands = lines.stream()
                .filter(line -> COMMAND.matcher(line).lookingAt())
                .map(line -> line.split("\\s", 2)[0])
                .toList();
        if (!commands.isEmpty()) {
            conversation.hint(
                    commands.size() == 1
                            ? "one of them is a command: " + commands.getFirst()
                            : commands.size() + " of them are commands: " + String.join(" ", commands));
        }
        return isConfirmed("Send these " + lines.size() + " lines? [y/N] ");
    }

    private String keptHint(String pasted) {
        String kept = history.kept(pasted);
        if (kept.isEmpty()) {
            return "";
        }
        return "; the key Up brings the lines back" + (kept.equals(pasted) ? "" : ", except the private ones");
    }

    private void submit(String line) {
        var asking = ASKING.matcher(line);
        if (QUIT.matcher(line).matches()) {
            loop.quit(line);
        } else if (!asking.matches()) {
            conversation.typed(line);
        } else if (reader.isDumb()) {
            conversation.expectPassword();
            conversation.hint("this terminal cannot hide a password; if nobody is watching, type it in the same line: "
                    + line.strip() + " PASSWORD");
        } else if ("register".equalsIgnoreCase(asking.group(1)) && conversation.isLoggedIn()) {
            conversation.hint("you are logged in already; /logout first");
        } else if (asking.group(1) != null && asking.group(2) == null) {
            String name = ask("Name: ", null).strip();
            if (!name.isEmpty()) {
                submit("/" + asking.group(1) + " " + name);
            }
        } else if ("login".equalsIgnoreCase(asking.group(1))) {
            logIn(line.strip(), asking.group(2).strip());
        } else {
            askForPasswords(line.strip());
        }
    }

    /** Asks for a password until the server accepts one, refuses more attempts, or the user gives up. */
    private void logIn(String command, String name) {
        try {
            String question = "Password for " + name + EMPTY;
            do {
                String password = askForPassword(question);
                if (password.isEmpty()) {
                    return;
                }
                conversation.typed(command + " " + password);
                question = "Refused; password for " + name + EMPTY;
            } while (isPasswordRefused());
        } catch (InterruptedException e) {
            // The chat is over.
        }
    }

    /** Waits for the answer to a login. Meanwhile there is neither a prompt nor a status line. */
    private boolean isPasswordRefused() throws InterruptedException {
        if (!conversation.awaitLogin(USUAL_LOGIN_TIME)) {
            conversation.hint("the server has not answered the login yet");
            conversation.awaitLogin(LOGIN_TIMEOUT);
        }
        return conversation.isPasswordRefused();
    }

    /** Asks for a password; empty if the user gives none, or one with spaces. */
    private String askForPassword(String question) {
        String password = ask(question, MASK);
        if (password.isEmpty()) {
            conversation.hint("no password; nothing was sent");
        } else if (password.chars().anyMatch(Character::isWhitespace)) {
            conversation.hint("a password has no spaces; nothing was sent");
            return "";
        }
        return password;
    }

    private void askForPasswords(String command) {
        String word = command.substring(1).split("\\s", 2)[0].toLowerCase(Locale.ROOT);
        List<String> questions = switch (word) {
            case "password" -> List.of("Old password" + EMPTY, "New password" + EMPTY, AGAIN);
            case "drop" -> List.of("Password, to delete your account" + EMPTY);
            default -> List.of("Password for the new account" + EMPTY, AGAIN);
        };
        var passwords = new ArrayList<String>();
        for (String question : questions) {
            String password = askForPassword(question);
            if (password.isEmpty()) {
                return;
            }
            passwords.add(password);
        }
        if (questions.contains(AGAIN) && !passwords.removeLast().equals(passwords.getLast())) {
            conversation.hint("the passwords differ; nothing was sent");
        } else {
            conversation.typed(command + " " + String.join(" ", passwords));
        }
    }

    /** Returns the answer; empty if the user cancels the question. */
    private String ask(String question, @Nullable Character mask) {
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            return reader.readLine(question, mask);
        } catch (EndOfFileException | UserInterruptException e) {
            // Ctrl-D and Ctrl-C cancel. If the input has ended, the next read says so again.
            return "";
        } finally {
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
    }

    private boolean isConfirmed(String question) {
        return ask(question, null).strip().equalsIgnoreCase("y");
    }

    /** Returns the subject without control characters, which could overwrite the fingerprint on the screen. */
    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().replaceAll("[\\p{Cc}\\p{Cf}]", "");
    }

    private TrustAnswer askToTrust(
            ServerAddress server, X509Certificate certificate, String problem, String fingerprint) {
        if (!mayAsk) {
            return TrustAnswer.NOT_ASKED;
        }
        typedAhead += reader.takeTypeAhead();
        terminal.writer().println("The certificate of " + server + " " + problem + ":");
        terminal.writer().println("  " + subject(certificate));
        terminal.writer().println(Fingerprint.inTwoLines("  SHA-256 ", fingerprint));
        terminal.writer().println("Compare the fingerprint with one that the operator gave you.");
        if (!isConfirmed("Trust this certificate from now on? [y/N] ")) {
            return TrustAnswer.NO;
        }
        terminal.writer().println("It is remembered in " + folders.certificates() + ".");
        return TrustAnswer.YES;
    }
}
