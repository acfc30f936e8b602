package dev.parley.chat;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.FollowedMembers;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.RoomName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A replica that has all clients and follows the chat as a process of its own would: it gets the states of members that
 * have changed, and the rooms or clients that are named as recipients. It finds the same recipients, in the same state.
 */
final class ShadowReplica {
    private final FollowedMembers followed = new FollowedMembers();
    private final Set<Member> changed = new LinkedHashSet<>();

    void connected(Member member) {
        member.reportTo(changed);
        followed.add(copy(member));
    }

    private static Member copy(Member member) {
        if (member.isHidden()) {
            return Member.hidden(member.client());
        }
        return member.loginRequired()
                ? Member.unauthenticated(member.client(), member.format())
                : new Member(member.client(), member.format());
    }

    void deliver(ChatEvent event, Audience audience) {
        follow();
        assertThat(clients(resolve(audience))).as("recipients of %s", event).isEqualTo(clients(audience));
        recipients(audience).forEach(this::assertSame);
    }

    private Audience resolve(Audience audience) {
        RoomName room = audience.room();
        // Each hidden member is in a room of its own, and all these rooms have the same name.
        return room == null || room.equals(RoomName.HIDDEN)
                ? followed.audience(clients(audience))
                : followed.audience(
                        room,
                        audience.except() == null
                                ? null
                                : audience.except().client().id(),
                        clients(Audience.of(List.copyOf(audience.ignoring()))));
    }

    private static Stream<Member> recipients(Audience audience) {
        return audience.members().stream().filter(audience::includes);
    }

    private static Set<String> clients(Audience audience) {
        return recipients(audience).map(member -> member.client().id()).collect(toSet());
    }

    /** Checks the state in which a member is sent something, because it decides about the bytes. */
    void assertSame(Member member) {
        follow();
        followed.find(member.client().id()).ifPresent(copy -> {
            assertThat(copy.snapshot()).isEqualTo(member.snapshot());
            assertThat(copy.format()).isEqualTo(member.format());
        });
    }

    /** @param members members whose connections have not ended */
    void assertSame(Collection<Member> members) {
        members.forEach(this::assertSame);
    }

    void disconnected(Member member) {
        followed.remove(member.client().id());
    }

    private void follow() {
        changed.forEach(member ->
                followed.change(member.client().id(), member.snapshot().orElse(null)));
        changed.clear();
    }
}
