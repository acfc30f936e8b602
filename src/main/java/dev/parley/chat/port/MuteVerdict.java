package dev.parley.chat.port;

import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import org.jspecify.annotations.Nullable;

/** Decision on the text that a command would show to others: it is delivered, refused, or shown to its writer only. */
public record MuteVerdict(Reply.@Nullable Rejected refusal, boolean isShadowed) {
    public static final MuteVerdict DELIVERED = new MuteVerdict(null, false);
    static final MuteVerdict SHADOWED = new MuteVerdict(null, true);

    public static MuteVerdict of(MutePolicy.Muted muted) {
        return muted.isShadow() ? SHADOWED : new MuteVerdict(new Reply.Rejected(StatusCode.MUTED, muted.text()), false);
    }
}
