package dev.parley.rest.rooms;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.operator.Permission;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.TextSanitizer;
import dev.parley.rest.RequiresPermission;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.rest.security.RequestOperator;
import dev.parley.session.SessionLimits;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends messages to rooms for callers that are not connected to the chat. The audit does not record them: like those of
 * people, they are in the history with their sender.
 */
@RestController
class PostController {
    private static final Pattern KEY = Pattern.compile("[!-~]{1,64}");

    private final ChatInput chatInput;
    private final PostRateLimiter rateLimiter;
    private final int maxBytes;

    /** @param key idempotency key; absent for none */
    record PostRequest(@Nullable String text, @Nullable String key) {
        String validText(int maxBytes) {
            String line = text == null ? "" : withoutLineEnd(text);
            if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw ApiProblem.badArgument("\"text\" must be one line; send one message for each line.");
            }
            if (size(line) > maxBytes) {
                throw ApiProblem.badArgument("\"text\" must have at most " + maxBytes + " bytes in UTF-8.");
            }
            String clean = TextSanitizer.clean(line);
            if (TextSanitizer.firstVisible(clean) == clean.length()) {
                throw ApiProblem.badArgument("\"text\" is required, and must have a visible character.");
            }
            return clean;
        }

        /** Removes one line end, which the output of a command usually has. */
        private static String withoutLineEnd(String text) {
            return text.endsWith("\r\n")
                    ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        }

        @Nullable
        String validKey() {
            if (key != null && !KEY.matcher(key).matches()) {
                throw ApiProblem.badArgument("\"key\" must have 1 to 64 visible ASCII characters and no space.");
            }
            return key;
        }
    }

    /**
     * @param id decimal; absent when the message is not stored
     * @param unsaved true or absent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PostedMessage(
            @Nullable String id,
            String room,
            String from,
            String text,
            Instant at,
            @Nullable Boolean unsaved) {
        static PostedMessage of(ChatQuery.PostResult.Posted posted) {
            ChatEvent.Said said = posted.message();
            return new PostedMessage(
                    posted.saved() ? Long.toString(said.stamp().id()) : null,
                    said.room().value(),
                    said.from().value(),
                    said.text(),
                    said.stamp().at().truncatedTo(ChronoUnit.MILLIS),
                    posted.saved() ? null : true);
        }
    }

    PostController(ChatInput chatInput, SessionLimits limits, @Value("${parley.limits.line-bytes}") int maxBytes) {
        this.chatInput = chatInput;
        this.rateLimiter = new PostRateLimiter(limits, TimeMeter.SYSTEM_NANOTIME);
        this.maxBytes = maxBytes;
    }

    @PostMapping("/api/v1/rooms/{name}/messages")
    @RequiresPermission(Permission.POST)
    @ResponseStatus(HttpStatus.CREATED)
    PostedMessage post(@PathVariable String name, @RequestBody PostRequest message, HttpServletRequest request) {
        String text = message.validText(maxBytes);
        String key = message.validKey();
        Nick sender = RequestOperator.of(request).nick().orElseThrow(ApiProblem::unusableName);
        rateLimiter.admit(sender, size(text));
        return RoomController.named(name)
                .map(room -> new ChatQuery.PostMessage(sender, room, text, key))
                .map(query -> sent(chatInput.ask(query).join(), name))
                .orElseThrow(() -> ApiProblem.noSuchRoom(name));
    }

    private static PostedMessage sent(ChatQuery.PostResult result, String name) {
        return switch (result) {
            case ChatQuery.PostResult.Posted posted -> PostedMessage.of(posted);
            case ChatQuery.PostResult.NoSuchRoom missing -> throw ApiProblem.noSuchRoom(name);
            case ChatQuery.PostResult.Refused refused -> throw problem(refused);
        };
    }

    private static ApiProblem problem(ChatQuery.PostResult.Refused refused) {
        String text = refused.reason().text();
        if (refused.retryAfter() != null) {
            return ApiProblem.rateLimited(refused.retryAfter(), ApiProblem.sentence(text));
        }
        return refused.reason().code() == StatusCode.MUTED
                ? ApiProblem.muted(text)
                : refused.reason().code() == StatusCode.BUSY ? ApiProblem.busy(text) : ApiProblem.keyUsed(text);
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
