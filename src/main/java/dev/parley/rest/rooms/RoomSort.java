package dev.parley.rest.rooms;

import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSummary;
import dev.parley.rest.Page;
import dev.parley.rest.problem.ApiProblem;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Requested order of a list of rooms. A cursor is the position of the last room of a page: its name, after the number of
 * its members where the list is sorted by it. A room whose number of members changes between two pages may be missed or
 * repeated in a list that is sorted by members.
 */
enum RoomSort {
    NAME(Comparator.comparing(Position::name)),
    NAME_DESCENDING(NAME.order.reversed()),
    MEMBERS(Comparator.comparingInt(Position::members).thenComparing(NAME.order)),
    MEMBERS_DESCENDING(Comparator.comparingInt(Position::members).reversed().thenComparing(NAME.order));

    private static final Pattern MEMBERS_CURSOR = Pattern.compile("([0-9]{1,9})\\.(.+)");

    private final Comparator<Position> order;

    private record Position(int members, RoomName name) {
        static Position of(RoomSummary room) {
            return new Position(room.members(), room.name());
        }
    }

    RoomSort(Comparator<Position> order) {
        this.order = order;
    }

    static RoomSort of(@Nullable String sort) {
        return switch (sort) {
            case null -> NAME;
            case "name" -> NAME;
            case "-name" -> NAME_DESCENDING;
            case "members" -> MEMBERS;
            case "-members" -> MEMBERS_DESCENDING;
            default ->
                throw ApiProblem.badArgument(
                        "\"sort\" must be name or members; a - before it sorts in descending order.");
        };
    }

    private boolean isByMembers() {
        return this == MEMBERS || this == MEMBERS_DESCENDING;
    }

    /** Returns the page after a cursor. */
    Page<RoomView> page(Stream<RoomSummary> rooms, int limit, @Nullable String cursor) {
        Position last = cursor == null ? null : parsed(cursor);
        List<RoomView> found = rooms.filter(room -> last == null || order.compare(Position.of(room), last) > 0)
                .sorted(Comparator.comparing(Position::of, order))
                .limit(limit + 1L)
                .map(RoomView::of)
                .toList();
        return Page.of(found, limit, this::cursor);
    }

    private String cursor(RoomView room) {
        String name = room.name().substring(1);
        return isByMembers() ? room.members() + "." + name : name;
    }

    private Position parsed(String cursor) {
        if (!isByMembers()) {
            return new Position(0, named(cursor));
        }
        Matcher parts = MEMBERS_CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw Page.badCursor();
        }
        return new Position(Integer.parseInt(parts.group(1)), named(parts.group(2)));
    }

    private static RoomName named(String name) {
        return RoomName.of("#" + name).orElseThrow(Page::badCursor);
    }
}
