package dev.parley.chat;

import dev.parley.chat.port.MutePolicy;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to messages of muted members. The messages are refused or, with a shadow mute, delivered only to
 * their sender.
 */
final class MuteFilter {
    /** Decision to deliver the text that others would read, to refuse it, or to show it to its writer only. */
    record Verdict(Reply.@Nullable Rejected refusal, boolean isShadowed) {
        private static final Verdict DELIVERED = new Verdict(null, false);
        private static final Verdict SHADOWED = new Verdict(null, true);

        private static Verdict of(MutePolicy.Muted muted) {
            return muted.isShadow() ? SHADOWED : new Verdict(new Reply.Rejected(StatusCode.MUTED, muted.text()), false);
        }
    }

    private final MutePolicy mutePolicy;

    MuteFilter(MutePolicy mutePolicy) {
        this.mutePolicy = mutePolicy;
    }

    /** Returns the verdict on a command. Called once for each command; the command's handler receives the verdict. */
    Verdict verdict(Member member, Command command) {
        return command.isReadByOthers() ? muted(member).map(Verdict::of).orElse(Verdict.DELIVERED) : Verdict.DELIVERED;
    }

    /** Decides on a message of a name that belongs to no member. */
    Verdict verdict(Nick name) {
        return mutePolicy.muted(name).map(Verdict::of).orElse(Verdict.DELIVERED);
    }

    /** Whether the member is shadow-muted. Others do not receive its messages then, and the member must not notice. */
    boolean isShadowed(Member member) {
        return muted(member).filter(MutePolicy.Muted::isShadow).isPresent();
    }

    /**
     * Returns the mute of a member. Hidden members are exempt, because a mute must not make the self-test of the
     * service fail.
     */
    private Optional<MutePolicy.Muted> muted(Member member) {
        return member.isHidden()
                ? Optional.empty()
                : mutePolicy.muted(member.nick(), member.account(), member.client());
    }
}
