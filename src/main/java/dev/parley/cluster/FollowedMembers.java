package dev.parley.cluster;

import dev.parley.chat.Audience;
import dev.parley.chat.Member;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.RoomName;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Members of one replica of the chat, as the leader has reported them, and the rooms that they are in. Members of other
 * replicas are unknown here. Only one thread may change a member or look for recipients.
 */
public final class FollowedMembers {
    private final Map<String, Member> byClient = new ConcurrentHashMap<>();
    private final Map<RoomName, Set<Member>> byRoom = new HashMap<>();

    /** Adds a new connection, which is in no room yet. Safe for any thread. */
    public void add(Member member) {
        byClient.put(member.client().id(), member);
    }

    public Optional<Member> find(String client) {
        return Optional.ofNullable(byClient.get(client));
    }

    /** @param state null if the member has left the chat */
    public void change(String client, @Nullable MemberSnapshot state) {
        find(client).ifPresent(member -> {
            rooms(member.snapshot())
                    .forEach(room -> byRoom.computeIfPresent(room, (name, here) -> {
                        here.remove(member);
                        return here.isEmpty() ? null : here;
                    }));
            member.follow(state);
            rooms(Optional.ofNullable(state))
                    .forEach(room -> byRoom.computeIfAbsent(room, name -> new LinkedHashSet<>())
                            .add(member));
        });
    }

    private static Stream<RoomName> rooms(Optional<MemberSnapshot> state) {
        return state.stream().flatMap(member -> member.rooms().stream());
    }

    /** Removes a connection that is closed. */
    public void remove(String client) {
        change(client, null);
        byClient.remove(client);
    }

    /** Returns those of the members of a room that are members here. */
    public Audience audience(RoomName room, @Nullable String except, Collection<String> ignoring) {
        return new Audience(
                room,
                byRoom.getOrDefault(room, Set.of()),
                except == null ? null : byClient.get(except),
                here(ignoring).collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns those of the clients that are members here. */
    public Audience audience(Collection<String> clients) {
        return Audience.of(List.copyOf(here(clients).toList()));
    }

    private Stream<Member> here(Collection<String> clients) {
        return clients.stream().map(byClient::get).filter(Objects::nonNull);
    }
}
