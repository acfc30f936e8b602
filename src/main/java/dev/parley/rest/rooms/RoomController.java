package dev.parley.rest.rooms;

import dev.parley.account.Accounts;
import dev.parley.audit.AuditAction;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.operator.ActionExecutor;
import dev.parley.operator.ActionResult;
import dev.parley.operator.AuditedResult;
import dev.parley.operator.Permission;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.TextSanitizer;
import dev.parley.rest.Page;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.TextFilter;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists, changes and closes rooms. */
@RestController
@RequestMapping("/api/v1/rooms")
class RoomController {
    private static final String DEFAULT_REASON = "an operator closed this room";

    private final ActionExecutor executor;
    private final ChatInput chatInput;
    private final Accounts accounts;
    private final ChatLimits limits;

    record Changed(RoomDetails was, RoomDetails is, String what) implements ActionResult {
        @Override
        public String outcome() {
            return what;
        }

        @Override
        public Object before() {
            return RoomSnapshot.of(was);
        }

        @Override
        public Object after() {
            return RoomSnapshot.of(is);
        }
    }

    /** @param left number of members that had to leave */
    record Closed(String name, int left, String reason) {}

    private record Closing(Closed closed, RoomDetails was) implements ActionResult {
        @Override
        public String outcome() {
            return "closed, members: " + closed.left();
        }

        @Override
        public Object before() {
            return RoomSnapshot.of(was);
        }
    }

    RoomController(ActionExecutor executor, ChatInput chatInput, Accounts accounts, ChatLimits limits) {
        this.executor = executor;
        this.chatInput = chatInput;
        this.accounts = accounts;
        this.limits = limits;
    }

    @GetMapping
    @RequiresPermission(Permission.READ)
    Page<RoomView> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        RoomSort order = RoomSort.of(sort);
        TextFilter text = TextFilter.of(q);
        Stream<RoomSummary> found = chatInput.ask(new ChatQuery.ListRooms()).join().stream()
                .filter(room -> text.matches(room.name().value(), room.topic()));
        return order.page(found, limit, cursor);
    }

    @GetMapping("/{name}")
    @RequiresPermission(Permission.READ)
    RoomView.Details show(@PathVariable String name) {
        return named(name)
                .flatMap(room -> chatInput.ask(new ChatQuery.ShowRoom(room)).join())
                .map(RoomView.Details::of)
                .orElseThrow(() -> ApiProblem.noSuchRoom(name));
    }

    @PatchMapping("/{name}")
    @RequiresPermission(Permission.ADMINISTER)
    AuditedResult<RoomView.Details> change(
            @PathVariable String name, @RequestBody RoomPatchRequest patch, HttpServletRequest from) {
        var done = executor.executeWithId(
                RequestOperator.of(from),
                AuditAction.CHANGE_ROOM,
                "#" + name,
                patch.givenReason(),
                () -> change(name, patch));
        return new AuditedResult<>(RoomView.Details.of(done.result().is()), done.action());
    }

    private Changed change(String name, RoomPatchRequest wanted) {
        RoomName room = named(name).orElseThrow(() -> ApiProblem.noSuchRoom(name));
        RoomPatch patch = wanted.checked(room, accounts::registered, limits.topicLength());
        return chatInput
                .ask(new ChatQuery.ChangeRoom(room, patch))
                .join()
                .map(changed -> new Changed(changed.before(), changed.after(), RoomPatchRequest.outcome(patch)))
                .orElseThrow(() -> ApiProblem.noSuchRoom(name));
    }

    @DeleteMapping("/{name}")
    @RequiresPermission(Permission.ADMINISTER)
    AuditedResult<Closed> close(
            @PathVariable String name, @RequestParam(defaultValue = "") String reason, HttpServletRequest from) {
        String clean = TextSanitizer.clean(reason);
        String why = clean.isBlank() ? DEFAULT_REASON : clean;
        var done = executor.executeWithId(
                RequestOperator.of(from), AuditAction.CLOSE_ROOM, "#" + name, why, () -> close(name, why));
        return new AuditedResult<>(done.result().closed(), done.action());
    }

    private Closing close(String name, String reason) {
        RoomName room = named(name).orElseThrow(() -> ApiProblem.noSuchRoom(name));
        if (room.equals(RoomName.LOBBY)) {
            throw ApiProblem.badArgument("The lobby cannot be closed.");
        }
        return chatInput
                .ask(new ChatQuery.CloseRoom(room, reason))
                .join()
                .map(closed -> new Closing(new Closed(room.value(), closed.expelled(), reason), closed.before()))
                .orElseThrow(() -> ApiProblem.noSuchRoom(name));
    }

    /** Returns the room for a name in a path, which has no {@code #}. */
    static Optional<RoomName> named(String name) {
        if (name.startsWith("#")) {
            throw ApiProblem.badArgument("The name of a room in a path is without #.");
        }
        return RoomName.of("#" + name);
    }
}
