package dev.parley.chat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of what the muted say: it is refused, or, in the shadow, told to nobody but them. */
final class Muting {
    private final SpeechPolicy policy;
    private final Recorder recorder;

    Muting(SpeechPolicy policy, Recorder recorder) {
        this.policy = policy;
        this.recorder = recorder;
    }

    /** Decides on a command. Each command is decided on once, and its handler is given the verdict. */
    MuteVerdict verdict(Member member, Command command) {
        return command.isRead()
                ? muted(member).map(MuteVerdict::of).orElse(MuteVerdict.DELIVERED)
                : MuteVerdict.DELIVERED;
    }

    /** Whether nobody else is to read what the member writes, who is not to notice. */
    boolean isShadowed(Member member) {
        return muted(member).filter(SpeechPolicy.Muted::isShadow).isPresent();
    }

    /** What is not here for people is heard in any case: a check of the service itself does not fail for a mute. */
    private Optional<SpeechPolicy.Muted> muted(Member member) {
        return member.isHidden() ? Optional.empty() : policy.muted(member.nick(), member.account(), member.client());
    }

    /** Tells what the member said to all hearers but {@code except}; in the shadow it has not happened for anyone else. */
    void tell(Member member, MuteVerdict verdict, Event said, Collection<Member> hearers, @Nullable Member except) {
        if (verdict.isShadowed()) {
            recorder.pretend(said, own(member, hearers), except);
        } else {
            recorder.deliver(said, hearers, except);
        }
    }

    /** Those of the hearers who are the member, by its other connections too. */
    private static List<Member> own(Member member, Collection<Member> hearers) {
        Nick account = member.account();
        return hearers.stream()
                .filter(hearer -> hearer == member || account != null && account.equals(hearer.account()))
                .toList();
    }
}
