package dev.parley.codec;

import static dev.parley.codec.JsonFields.at;
import static dev.parley.codec.JsonFields.field;
import static dev.parley.codec.JsonFields.id;
import static dev.parley.codec.JsonFields.names;
import static dev.parley.codec.JsonFields.object;
import static dev.parley.codec.JsonFields.text;
import static dev.parley.codec.JsonFields.time;
import static dev.parley.codec.JsonFields.unlisted;

import dev.parley.protocol.BanNotice;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Encodes the JSON format, one object per line. A value that is absent has no field. Ids are decimal strings. */
final class JsonEncoder {
    private static final String HOW_TO_RESUME =
            "if disconnected, reconnect within 5 minutes: /resume TOKEN ID, with the last id you received";

    private JsonEncoder() {}

    static byte[] of(ChatEvent event, boolean saved) {
        return switch (event) {
            case ChatEvent.Said said ->
                inRoom(saved, "message", said.stamp(), said.room().value(), said.from(), said.text());
            case ChatEvent.Emoted acted ->
                inRoom(saved, "action", acted.stamp(), acted.room().value(), acted.from(), acted.text());
            case ChatEvent.DirectMessage message -> directMessage(message, saved);
            case ChatEvent.Joined joined ->
                inRoom(saved, "joined", joined.stamp(), joined.room().value(), joined.from(), null);
            case ChatEvent.Left left ->
                inRoom(saved, "left", left.stamp(), left.room().value(), left.from(), null);
            case ChatEvent.Renamed renamed -> renamed(renamed, saved, false);
            case ChatEvent.PresenceSummary summary -> presence(summary);
            case ChatEvent.TopicSet set ->
                inRoom(saved, "topic", set.stamp(), set.room().value(), set.from(), set.text());
            case ChatEvent.RoomSettingsChanged set ->
                inRoom(saved, "room", set.stamp(), set.room().value(), set.from(), set.what());
            case ChatEvent.RoomNotice notice -> notice(notice);
            case ChatEvent.Kicked kicked -> kicked(kicked, saved);
            case ChatEvent.Deleted deleted -> deleted(deleted, saved);
            case ChatEvent.Announced announced -> announced(announced);
            case ChatEvent.StoredOnlyEvent stored ->
                throw new IllegalArgumentException("Not sent to clients: " + stored);
            case ChatEvent.HistoryStateChanged turned ->
                object("notice", json -> text(json, TextEncoder.turned(turned)));
        };
    }

    static byte[] of(Reply reply, boolean saved) {
        return switch (reply) {
            case Reply.Welcomed welcomed -> welcomed(welcomed);
            case Reply.YouJoined you -> of(you.event(), saved);
            case Reply.YouLeft you -> of(you.event(), saved);
            case Reply.YouAre you -> renamed(you.event(), saved, true);
            case Reply.DirectMessageSent you -> of(you.event(), saved);
            case Reply.Duplicate repeated -> of(repeated.said(), saved && repeated.stored());
            case Reply.StoredForLater kept -> object("notice", json -> text(json, TextEncoder.kept(kept)));
            case Reply.Unread unread -> waited(unread);
            case Reply.YouSetTopic you -> of(you.event(), saved);
            case Reply.RoomSettingsShown shown -> roomSettings(shown);
            case Reply.Topic topic -> topic(topic);
            case Reply.Names names -> who(names);
            case Reply.RoomList list -> rooms(list);
            case Reply.Help help -> help(help);
            case Reply.ClientList connected -> connected(connected);
            case Reply.HistoryPage page -> historyPage(page);
            case Reply.Resumed resumed -> resumed(resumed.missed());
            case Reply.Resumable resumable ->
                object("resumable", json -> {
                    json.writeStringProperty("token", resumable.token());
                    text(json, HOW_TO_RESUME);
                });
            case Reply.Pong pong -> pong(pong);
            case Reply.Notice notice -> object("notice", json -> text(json, notice.text()));
            case Reply.Away away ->
                object("away", json -> {
                    json.writeBooleanProperty("away", away.away());
                    text(json, away.text());
                });
            case Reply.Hint hint -> object("notice", json -> text(json, hint.text()));
            case Reply.Rejected refused -> rejected(refused);
            case Reply.Bye bye -> bye(bye);
        };
    }

    private static byte[] inRoom(
            boolean saved, String type, Stamp stamp, String room, Nick from, @Nullable String text) {
        return object(type, json -> {
            id(json, stamp, saved);
            json.writeStringProperty("room", room);
            json.writeStringProperty("from", from.value());
            text(json, text);
            at(json, stamp.at());
        });
    }

    private static byte[] directMessage(ChatEvent.DirectMessage message, boolean saved) {
        return object("private", json -> {
            id(json, message.stamp(), saved);
            json.writeStringProperty("from", message.from().value());
            json.writeStringProperty("to", message.to().value());
            text(json, message.text());
            at(json, message.stamp().at());
        });
    }

    /** @param isOwn whether the recipient has the new nick, and not another connection of the same account */
    private static byte[] renamed(ChatEvent.Renamed renamed, boolean saved, boolean isOwn) {
        return object("renamed", json -> {
            id(json, renamed.stamp(), saved);
            json.writeStringProperty("from", renamed.from().value());
            json.writeStringProperty("to", renamed.to().value());
            if (isOwn) {
                json.writeBooleanProperty("you", true);
            }
            at(json, renamed.stamp().at());
        });
    }

    private static byte[] presence(ChatEvent.PresenceSummary summary) {
        return object("presence", json -> {
            json.writeStringProperty("room", summary.room().value());
            json.writeNumberProperty("joined", summary.joined());
            json.writeNumberProperty("left", summary.left());
            json.writeNumberProperty("renamed", summary.renamed());
            json.writeArrayPropertyStart("names");
            summary.names().forEach(name -> json.writeString(name.value()));
            json.writeEndArray();
            unlisted(json, summary.unlisted());
            json.writeNumberProperty("members", summary.members());
            at(json, summary.stamp().at());
        });
    }

    private static byte[] notice(ChatEvent.RoomNotice notice) {
        return object("notice", json -> {
            json.writeStringProperty("room", notice.room().value());
            text(json, notice.text());
        });
    }

    private static byte[] kicked(ChatEvent.Kicked kicked, boolean saved) {
        return object("kicked", json -> {
            id(json, kicked.stamp(), saved);
            json.writeStringProperty("room", kicked.room().value());
            json.writeStringProperty("from", kicked.from().value());
            json.writeStringProperty("who", kicked.who().value());
            text(json, kicked.reason());
            at(json, kicked.stamp().at());
        });
    }

    private static byte[] deleted(ChatEvent.Deleted deleted, boolean saved) {
        return object("deleted", json -> {
            id(json, deleted.stamp(), saved);
            json.writeStringProperty("room", deleted.room().value());
            json.writeStringProperty("message", Long.toString(deleted.message()));
            text(json, deleted.reason());
            at(json, deleted.stamp().at());
        });
    }

    private static byte[] announced(ChatEvent.Announced announced) {
        return object("announcement", json -> {
            if (announced.room() != null) {
                json.writeStringProperty("room", announced.room().value());
            }
            text(json, announced.text());
            at(json, announced.stamp().at());
        });
    }

    private static byte[] welcomed(Reply.Welcomed welcomed) {
        return object("welcome", json -> {
            json.writeStringProperty("nick", welcomed.nick().value());
            json.writeStringProperty("room", welcomed.room().value());
            json.writeNumberProperty("members", welcomed.members());
            json.writeNumberProperty("listening", welcomed.listening());
        });
    }

    private static byte[] who(Reply.Names names) {
        return object("who", json -> {
            json.writeStringProperty("room", names.room().value());
            json.writeArrayPropertyStart("names");
            names.names().forEach(name -> json.writeString(name.value()));
            json.writeEndArray();
            if (!names.away().isEmpty()) {
                json.writeArrayPropertyStart("away");
                names.away().forEach(name -> json.writeString(name.value()));
                json.writeEndArray();
            }
            unlisted(json, names.unlisted());
            json.writeNumberProperty("listening", names.listening());
            unannounced(json, names.unannounced());
        });
    }

    private static byte[] rooms(Reply.RoomList list) {
        return object("rooms", json -> {
            json.writeArrayPropertyStart("rooms");
            list.rooms().forEach(room -> room(json, room));
            json.writeEndArray();
            unlisted(json, list.unlisted());
            unannounced(json, list.unannounced());
        });
    }

    private static void unannounced(JsonGenerator json, @Nullable Nick nick) {
        if (nick != null) {
            json.writeStringProperty("unannounced", nick.value());
        }
    }

    private static void room(JsonGenerator json, RoomSummary room) {
        json.writeStartObject();
        json.writeStringProperty("name", room.name().value());
        json.writeNumberProperty("members", room.members());
        field(json, "topic", room.topic());
        json.writeEndObject();
    }

    private static byte[] help(Reply.Help help) {
        return object("help", json -> {
            json.writeArrayPropertyStart("commands");
            for (Command.Usage usage : help.commands()) {
                json.writeStartObject();
                json.writeStringProperty("usage", usage.value());
                json.writeStringProperty("text", usage.text());
                json.writeStringProperty("group", usage.group().name().toLowerCase(Locale.ROOT));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static byte[] connected(Reply.ClientList connected) {
        return object("clients", json -> {
            json.writeArrayPropertyStart("clients");
            for (Reply.ClientList.ListedClient client : connected.clients()) {
                json.writeStartObject();
                json.writeStringProperty("id", client.id());
                json.writeStringProperty("nick", client.nick().value());
                if (client.account() != null) {
                    json.writeStringProperty("account", client.account().value());
                }
                json.writeStringProperty("address", client.address());
                json.writeNumberProperty("idleSeconds", client.idleSeconds());
                json.writeNumberProperty("queuedBytes", client.queuedBytes());
                json.writeEndObject();
            }
            json.writeEndArray();
            unlisted(json, connected.unlisted());
        });
    }

    private static byte[] historyPage(Reply.HistoryPage page) {
        var lines = new ByteArrayOutputStream();
        lines.writeBytes(object("history", json -> {
            if (page.since() == null) {
                json.writeStringProperty("room", page.room().value());
            } else {
                json.writeStringProperty("since", Long.toString(page.since()));
            }
            extent(json, page);
            if (page.since() == null) {
                json.writeNumberProperty("total", page.total());
            }
        }));
        page.events().forEach(event -> lines.writeBytes(of(event, true)));
        return lines.toByteArray();
    }

    private static byte[] resumed(Reply.HistoryPage missed) {
        var lines = new ByteArrayOutputStream();
        missed.events().forEach(event -> lines.writeBytes(of(event, true)));
        lines.writeBytes(object("resumed", json -> extent(json, missed)));
        return lines.toByteArray();
    }

    private static void extent(JsonGenerator json, Reply.HistoryPage page) {
        json.writeNumberProperty("count", page.events().size());
        json.writeBooleanProperty("complete", page.isComplete());
        if (page.hasMore()) {
            json.writeBooleanProperty("more", true);
        } else if (page.extent() == Reply.HistoryPage.Extent.FUTURE_ID) {
            json.writeStringProperty("reason", "future-id");
        }
    }

    private static byte[] waited(Reply.Unread unread) {
        var lines = new ByteArrayOutputStream();
        lines.writeBytes(object("mail", json -> {
            json.writeNumberProperty("count", unread.messages().size());
            unlisted(json, unread.more());
        }));
        unread.messages().forEach(message -> lines.writeBytes(of(message, true)));
        return lines.toByteArray();
    }

    private static byte[] roomSettings(Reply.RoomSettingsShown shown) {
        RoomSettings settings = shown.settings();
        return object("settings", json -> {
            json.writeStringProperty("room", shown.room().value());
            json.writeStringProperty("owner", settings.owner().value());
            names(json, "operators", settings.operators());
            names(json, "members", settings.members());
            names(json, "banned", settings.banned());
            names(json, "bannedNicks", settings.bannedNicks());
            field(json, "key", shown.known() ? settings.key() : null);
            json.writeBooleanProperty("membersOnly", settings.membersOnly());
            json.writeBooleanProperty("moderated", settings.moderated());
            json.writeNumberProperty("slowSeconds", settings.slowSeconds());
        });
    }

    private static byte[] topic(Reply.Topic topic) {
        return object("topic", json -> {
            json.writeStringProperty("room", topic.room().value());
            text(json, topic.text());
        });
    }

    private static byte[] pong(Reply.Pong pong) {
        return object("pong", json -> {
            field(json, "token", pong.token());
        });
    }

    private static byte[] bye(Reply.Bye bye) {
        return object("bye", json -> {
            coded(json, bye.code(), bye.text());
            if (bye.token() != null) {
                json.writeStringProperty("token", bye.token());
            }
            if (bye.dropped() > 0) {
                json.writeNumberProperty("dropped", bye.dropped());
            }
            ban(json, bye.ban());
        });
    }

    private static byte[] rejected(Reply.Rejected refused) {
        return object("error", json -> {
            coded(json, refused.code(), refused.text());
            ban(json, refused.ban());
        });
    }

    private static void coded(JsonGenerator json, StatusCode code, String text) {
        json.writeStringProperty("code", code.label());
        text(json, text);
    }

    private static void ban(JsonGenerator json, @Nullable BanNotice ban) {
        if (ban != null) {
            field(json, "reason", ban.reason());
            if (ban.until() != null) {
                time(json, "until", ban.until());
            }
        }
    }
}
