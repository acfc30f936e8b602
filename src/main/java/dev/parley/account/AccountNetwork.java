package dev.parley.account;

import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The properties of the listeners and limits that accounts depend on.
 *
 * @param tlsPort the port where passwords are always taken, if it is on
 * @param exempt the addresses that may register any number of names
 */
public record AccountNetwork(OptionalInt tlsPort, Predicate<InetAddress> exempt) {}
