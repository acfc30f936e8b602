package dev.parley.operator;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of a client by which lists are filtered and sorted; see {@link ClientView}. */
public interface ClientValues {
    /** Number in the order in which the clients connected; the id is its text. */
    long number();

    String nick();

    @Nullable
    String account();

    String address();

    String listener();

    boolean announced();

    List<String> rooms();

    String format();

    Instant connectedAt();

    long idleSeconds();

    double linesInPerSecond();

    long linesIn();

    long linesOut();

    long bytesIn();

    long bytesOut();

    int floodDelays();

    int queuedLines();

    int queuedBytes();

    long queuedAgeMillis();
}
