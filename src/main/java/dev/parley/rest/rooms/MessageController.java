package dev.parley.rest.rooms;

import dev.parley.audit.AuditAction;
import dev.parley.audit.AuditTarget;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.history.IdRange;
import dev.parley.history.MessageArchive;
import dev.parley.history.StoredMessage;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.DatabaseReads;
import dev.parley.operator.Permission;
import dev.parley.operator.RestrictionRequest;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.TextSanitizer;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists, searches and deletes the messages of a room, even when nobody is in the room. */
@RestController
@RequestMapping("/api/v1/rooms/{name}/messages")
class MessageController {
    private static final int MAX_QUERY_CHARS = 200;

    private final ActionExecutor executor;
    private final MessageArchive archive;
    private final ChatInput chatInput;

    /** @param deletedAs id of the deletion event */
    record DeletedMessage(String id, String room, String from, String type, String deletedAs, String reason)
            implements ActionResult {
        @Override
        public String outcome() {
            return "deleted a message of " + from;
        }
    }

    MessageController(ActionExecutor executor, MessageArchive archive, ChatInput chatInput) {
        this.executor = executor;
        this.archive = archive;
        this.chatInput = chatInput;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Page<MessageView> list(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String life,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            HttpServletRequest from) {
        return executor.execute(RequestOperator.of(from), AuditAction.READ, "#" + name, "", () -> {
            Page.check(limit);
            List<MessageView> found = found(named(name), life, after, before, q, limit + 1).stream()
                    .map(MessageView::of)
                    .toList();
            return Page.of(found, limit, MessageView::id);
        });
    }

    private List<StoredMessage> found(
            RoomName room,
            @Nullable String life,
            @Nullable String after,
            @Nullable String before,
            @Nullable String q,
            int most) {
        if (after == null) {
            IdRange earlier = IdRange.before(before == null ? Long.MAX_VALUE : id(before));
            Optional<String> words = Optional.ofNullable(q).map(MessageController::checked);
            IdRange span = ofLife(room, life).and(earlier);
            return read(() -> words.map(query -> archive.search(room, query, span, most))
                    .orElseGet(() -> archive.newest(room, span, most)));
        }
        if (before != null || q != null) {
            throw ApiProblem.badArgument("\"after\" cannot be combined with \"before\" or \"q\".");
        }
        IdRange later = IdRange.after(id(after));
        IdRange span = ofLife(room, life).and(later);
        return read(() -> archive.oldest(room, span, most));
    }

    /**
     * Returns the range of ids in one life of a room, which is the time from its creation until it is closed; "all"
     * selects every id. The default is the life of the current room, or that of the newest message if there is no such
     * room now.
     */
    private IdRange ofLife(RoomName room, @Nullable String life) {
        if ("all".equals(life)) {
            return IdRange.ALL;
        }
        Optional<Long> current =
                chatInput.ask(new ChatQuery.ShowRoom(room)).join().map(RoomDetails::life);
        if (life == null) {
            return IdRange.after(current.orElseGet(() -> read(() -> archive.lifeOfNewest(room))));
        }
        return parsed(life)
                .flatMap(id -> read(() -> archive.life(room, id))
                        .or(() -> current.filter(id::equals).map(IdRange::after)))
                .orElseThrow(() -> ApiProblem.badArgument(
                        "\"life\" must be \"all\" or the \"life\" of a message in this room, a number."));
    }

    @DeleteMapping("/{id}")
    @RequiresPermission(Permission.ADMINISTER)
    DeletedMessage delete(
            @PathVariable String name,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest from) {
        String why = TextSanitizer.clean(reason);
        String target = AuditTarget.of("#" + name + "/" + id, author(name, id));
        return executor.execute(RequestOperator.of(from), AuditAction.DELETE, target, why, () -> {
            if (why.isBlank() || why.length() > RestrictionRequest.MAX_REASON_LENGTH) {
                throw ApiProblem.badArgument("\"reason\" is required, and is shown to people: specify one of at most "
                        + RestrictionRequest.MAX_REASON_LENGTH + " characters.");
            }
            return delete(kept(named(name), id), why);
        });
    }

    /** Returns who wrote a message; empty if that is unknown. */
    private Optional<String> author(String room, String id) {
        return RoomController.named(room)
                .flatMap(in -> parsed(id).flatMap(number -> DatabaseReads.orEmpty(() -> archive.find(in, number))))
                .map(message -> message.from().value());
    }

    /** Finds a message that is stored and not deleted. */
    private StoredMessage kept(RoomName room, String id) {
        return parsed(id)
                .flatMap(number -> read(() -> archive.find(room, number)))
                .filter(message -> message.text() != null)
                .orElseThrow(() -> ApiProblem.noSuchMessage(id, room.value()));
    }

    /**
     * Deletes a message, and then checks that it is gone. The check is needed because nothing is stored while the
     * history is paused, not even a deletion.
     */
    private DeletedMessage delete(StoredMessage message, String reason) {
        RoomName room = message.room();
        long deletion = chatInput
                .ask(new ChatQuery.DeleteMessage(room, message.id(), reason))
                .join();
        boolean isThere = read(() -> archive.find(room, message.id()))
                .filter(found -> found.text() != null)
                .isPresent();
        if (isThere) {
            throw ApiProblem.unavailable("The deletion could not be saved; try again later.");
        }
        return new DeletedMessage(
                Long.toString(message.id()),
                room.value(),
                message.from().value(),
                message.type(),
                Long.toString(deletion),
                reason);
    }

    private static RoomName named(String name) {
        return RoomController.named(name).orElseThrow(() -> ApiProblem.noSuchRoom(name));
    }

    private static long id(String text) {
        return parsed(text)
                .orElseThrow(() ->
                        ApiProblem.badArgument("\"after\" and \"before\" must be ids of messages, which are numbers."));
    }

    private static Optional<Long> parsed(String id) {
        try {
            return Optional.of(Long.valueOf(id));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String checked(String query) {
        String words = TextSanitizer.clean(query).strip();
        if (words.isEmpty() || query.length() > MAX_QUERY_CHARS) {
            throw ApiProblem.badArgument("\"q\" must contain a word, and at most " + MAX_QUERY_CHARS + " characters.");
        }
        return words;
    }

    private static <T> T read(Supplier<T> reading) {
        return DatabaseReads.orUnavailable("history", reading);
    }
}
