package dev.parley.account;

/** Makes changes of accounts, or has the process make them that writes to the database. May block. */
@FunctionalInterface
public interface AccountChanges {
    /**
     * Returns whether the account was changed: false if the name of a new account is taken, or if there is no such
     * account.
     *
     * @throws org.springframework.core.NestedRuntimeException if the change cannot be made now
     */
    boolean make(AccountChange change);
}
