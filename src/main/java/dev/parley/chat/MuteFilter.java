package dev.parley.chat;

import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.MuteVerdict;
import dev.parley.protocol.Command;
import java.util.Optional;

/** What becomes of what the muted say: it is refused, or, in the shadow, told to nobody but them. */
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

    /** Whether nobody else is to read what the member writes, who is not to notice. */
    boolean isShadowed(Member member) {
        return muted(member).filter(MutePolicy.Muted::isShadow).isPresent();
    }

    /** What is not here for people is heard in any case: a check of the service itself does not fail for a mute. */
    private Optional<MutePolicy.Muted> muted(Member member) {
        return member.isHidden()
                ? Optional.empty()
                : mutePolicy.muted(member.nick(), member.account(), member.client());
    }
}
