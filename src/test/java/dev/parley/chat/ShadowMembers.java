package dev.parley.chat;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A copy of the members that can be resumed, made only from the events that leave the chat to be stored. */
final class ShadowMembers {
    private final Map<String, MemberSnapshot> connected = new HashMap<>();

    void apply(List<ChatEvent> events) {
        events.forEach(this::apply);
    }

    private void apply(ChatEvent event) {
        switch (event) {
            case ChatEvent.MemberSaved saved ->
                connected.put(saved.session().key(), saved.session().state());
            case ChatEvent.MemberRemoved removed -> connected.remove(removed.key());
            case ChatEvent.SessionSuspended suspended ->
                connected.remove(suspended.session().key());
            case ChatEvent.Resumed resumed -> connected.remove(resumed.key());
            case ChatEvent.TokensRevoked revoked ->
                connected.values().removeIf(state -> revoked.account().equals(state.account()));
            default -> {}
        }
    }

    /** @param members members whose connections have not ended */
    void assertSame(List<Member> members) {
        assertThat(connected)
                .isEqualTo(members.stream()
                        .filter(member -> ResumeTokens.sessionKey(member) != null && state(member) != null)
                        .collect(toMap(ResumeTokens::sessionKey, member -> Objects.requireNonNull(state(member)))));
    }

    private static @Nullable MemberSnapshot state(Member member) {
        return member.present() ? member.state() : member.resumableState();
    }
}
