package dev.parley.account;

import java.util.OptionalInt;

/**
 * @param allowPlaintext whether passwords are taken over connections that are not encrypted and not from this machine
 * @param tlsPort the port where they are taken always, if it is on
 */
public record AccountSettings(boolean allowPlaintext, OptionalInt tlsPort) {}
