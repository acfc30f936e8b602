package dev.parley.session;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Recalls nothing while memory is short, as what is said now comes first. */
public final class SparingRecall implements Recall {
    private static final Answer LATER =
            new Answer.Refused(Code.BUSY, "the history cannot be read now, as memory is short; please try again later");

    private final Recall recall;
    private final BooleanSupplier isShort;

    public SparingRecall(Recall recall, BooleanSupplier isShort) {
        this.recall = recall;
        this.isShort = isShort;
    }

    @Override
    public Answer latest(Membership room, int count) {
        return spared(() -> recall.latest(room, count));
    }

    @Override
    public Answer since(long id, MemberState reader) {
        return spared(() -> recall.since(id, reader));
    }

    @Override
    public Answer missed(long heard, MemberState reader) {
        return spared(() -> recall.missed(heard, reader));
    }

    private Answer spared(Supplier<Answer> find) {
        return isShort.getAsBoolean() ? LATER : find.get();
    }
}
