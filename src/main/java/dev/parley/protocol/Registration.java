package dev.parley.protocol;

import java.util.Optional;

/** Whether people can register accounts themselves, by {@code /register}. */
public enum Registration {
    /** Anyone can register an account. */
    OPEN("log in first: /login NAME PASSWORD or /register NAME PASSWORD"),

    /** Only operators create accounts. */
    CLOSED("log in first: /login NAME PASSWORD");

    private static final Reply.Rejected IS_CLOSED = new Reply.Rejected(
            StatusCode.NOT_ALLOWED, "registration is closed; ask an operator of this server for an account");

    private final Reply.Rejected logInFirst;

    Registration(String logInFirst) {
        this.logInFirst = new Reply.Rejected(StatusCode.NOT_ALLOWED, logInFirst);
    }

    /** Returns the reply to a command that requires a login. */
    public Reply.Rejected logInFirst() {
        return logInFirst;
    }

    /** Returns why nobody can register; empty if anyone can. */
    public Optional<Reply.Rejected> refusal() {
        return this == OPEN ? Optional.empty() : Optional.of(IS_CLOSED);
    }
}
