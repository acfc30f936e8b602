package dev.parley.account;

import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * @param allowPlaintext whether passwords are taken over connections that are not encrypted and not from this machine
 * @param tlsPort the port where they are taken always, if it is on
 * @param exempt the addresses that may register any number of names
 */
public record AccountSettings(boolean allowPlaintext, OptionalInt tlsPort, Predicate<InetAddress> exempt) {}
