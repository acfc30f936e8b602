package dev.parley.chat;

import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.MuteVerdict;
import dev.parley.protocol.Command;
import java.util.Optional;

/**
 * Decides what happens to messages of muted members: they are refused, or with a shadow mute delivered only to their
 * sender.
 */
final class MuteFilter {
    private final MutePolicy mutePolicy;

    MuteFilter(MutePolicy mutePolicy) {
        this.mutePolicy = mutePolicy;
    }

    /** Decides on a command. Each command is decided on once, and its handler is given the verdict. */
    MuteVerdict verdict(Member member, Command command) {
        return command.isReadByOthers()
                ? muted(member).map(MuteVerdict::of).orElse(MuteVerdict.DELIVERED)
                : MuteVerdict.DELIVERED;
    }

    /** Whether the member is shadow-muted: others do not receive its messages, and it is not to notice. */
    boolean isShadowed(Member member) {
        return muted(member).filter(MutePolicy.Muted::isShadow).isPresent();
    }

    /**
     * Returns the mute of a member. Hidden members are exempt: a mute must not make the self-test of the service fail.
     */
    private Optional<MutePolicy.Muted> muted(Member member) {
        return member.isHidden()
                ? Optional.empty()
                : mutePolicy.muted(member.nick(), member.account(), member.client());
    }
}
