package dev.parley.account;

import dev.parley.protocol.Nick;
import org.jspecify.annotations.Nullable;

/** A change of one account. Passwords are encoded. */
public sealed interface AccountChange {
    Nick account();

    record Add(Nick account, String password) implements AccountChange {}

    record SetPassword(Nick account, String password) implements AccountChange {}

    record SetRole(Nick account, @Nullable String role) implements AccountChange {}

    record Remove(Nick account) implements AccountChange {}
}
