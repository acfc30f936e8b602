package dev.parley.terminal;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jline.reader.impl.history.DefaultHistory;

/** History of typed lines, without those that contain something private. */
final class TypedHistory extends DefaultHistory {
    /** Lines that are kept, also over restarts. */
    static final int MAX_LINES = 500;

    private final BooleanSupplier isPasswordExpected;

    /** @param isPasswordExpected whether the line may be a password without its command */
    TypedHistory(BooleanSupplier isPasswordExpected) {
        this.isPasswordExpected = isPasswordExpected;
    }

    @Override
    public void add(Instant time, String line) {
        if (!isPasswordExpected.getAsBoolean() && line.lines().noneMatch(PrivateInput::isPrivate)) {
            super.add(time, line);
        }
    }
}
