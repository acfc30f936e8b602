package dev.parley.account;

import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Properties of the listeners and limits that accounts depend on.
 *
 * @param tlsPort port on which passwords are always accepted, because it uses TLS; empty if there is no such port
 * @param exempt addresses that may register any number of names
 */
public record AccountNetwork(OptionalInt tlsPort, Predicate<InetAddress> exempt) {}
