package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/** Decision on what a command writes for others: it is delivered, refused, or shown to its writer only. */
record MuteVerdict(Answer.@Nullable Refused refusal, boolean isShadowed) {
    static final MuteVerdict DELIVERED = new MuteVerdict(null, false);
    static final MuteVerdict SHADOWED = new MuteVerdict(null, true);

    static MuteVerdict of(SpeechPolicy.Muted muted) {
        return muted.isShadow() ? SHADOWED : new MuteVerdict(new Answer.Refused(Code.MUTED, muted.text()), false);
    }
}
