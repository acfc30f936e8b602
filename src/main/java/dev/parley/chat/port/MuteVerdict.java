package dev.parley.chat.port;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import org.jspecify.annotations.Nullable;

/** Decision on what a command writes for others: it is delivered, refused, or shown to its writer only. */
public record MuteVerdict(Answer.@Nullable Refused refusal, boolean isShadowed) {
    public static final MuteVerdict DELIVERED = new MuteVerdict(null, false);
    static final MuteVerdict SHADOWED = new MuteVerdict(null, true);

    public static MuteVerdict of(SpeechPolicy.Muted muted) {
        return muted.isShadow() ? SHADOWED : new MuteVerdict(new Answer.Refused(Code.MUTED, muted.text()), false);
    }
}
