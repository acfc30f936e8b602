package dev.parley.database;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Name of this process for operators, with its pid and its host. */
public final class ProcessName {
    /** The pid is first, because PostgreSQL cuts a name after 63 bytes. */
    public static final String SELF =
            "Parley with pid " + ProcessHandle.current().pid() + " on " + host();

    private ProcessName() {}

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "an unknown host";
        }
    }
}
