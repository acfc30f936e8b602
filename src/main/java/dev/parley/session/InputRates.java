package dev.parley.session;

import dev.parley.chat.Code;
import dev.parley.chat.Command;

/** How much one client may send: its lines and bytes above that are delayed, its comings and goings refused. */
final class InputRates {
    private static final Command TOO_MUCH_CHURN = new Command.Invalid(
            Code.RATE_LIMITED, "too many joins, leaves, names and topics; the next one in a few seconds");

    private final Rate lines;
    private final Rate bytes;
    private final Rate churn;
    private long bytesCounted;

    InputRates(SessionLimits limits, long now) {
        lines = Rate.perSecond(limits.linesPerSecond(), limits.burst(), now);
        bytes = Rate.perSecond(limits.bytesPerSecond(), limits.byteBurst(), now);
        churn = new Rate(limits.churnInterval(), limits.churnBurst(), now);
    }

    /**
     * Counts a line and what was read since the last one. Returns for how many nanoseconds it must wait.
     *
     * @param bytesIn all bytes read so far
     */
    long delay(int weight, long bytesIn, long now) {
        int more = (int) (bytesIn - bytesCounted);
        bytesCounted = bytesIn;
        return Math.max(lines.admit(weight, now), bytes.admit(more, now));
    }

    /** The command, or a refusal: coming, going, naming and topics are told to whole rooms, of these there may be fewer. */
    Command admit(Command command, long now) {
        return command.isChurn() && !churn.tryAdmit(now) ? TOO_MUCH_CHURN : command;
    }
}
