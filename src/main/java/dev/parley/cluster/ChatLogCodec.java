package dev.parley.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.parley.account.AccountChange;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.chat.port.Client;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.Secret;
import dev.parley.protocol.Stamp;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.deser.std.StdConvertingDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.Converter;

/**
 * Entries of the log, commands and answers as JSON. Every kind of a sealed type is named by its simple class name. What
 * a replica of another version has written, and this one cannot read, is skipped. Safe for any thread.
 */
final class ChatLogCodec {
    private static final Logger log = LoggerFactory.getLogger(ChatLogCodec.class);

    private static final List<Class<?>> SEALED = List.of(
            ChatLogEntry.class,
            FollowerCommand.class,
            AccountChange.class,
            Command.class,
            Reply.class,
            ChatEvent.class,
            RoomSettingChange.class,
            ChatQuery.class,
            ChatQuery.Selection.class,
            ChatQuery.Authorization.class,
            ChatQuery.PostResult.class);

    /** Text of the room of hidden members, which no other room can have as its name. */
    private static final String HIDDEN_ROOM = "*";

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kind {}

    private record ClientJson(String id, String address, String listener) {
        static ClientJson of(Client client) {
            return new ClientJson(client.id(), client.addressText(), client.listener());
        }

        Client client() {
            return new RemoteClient(id, InetAddress.ofLiteral(address), address, listener);
        }
    }

    private record StampJson(long id, Instant at) {
        static StampJson of(Stamp stamp) {
            return new StampJson(stamp.id(), stamp.at());
        }
    }

    /** Writes or reads values of one type as those of another. */
    private record Conversion<I, O>(Class<I> from, Class<O> to, Function<I, O> function) implements Converter<I, O> {
        @Override
        public O convert(DeserializationContext context, I value) {
            return function.apply(value);
        }

        @Override
        public O convert(SerializationContext context, I value) {
            return function.apply(value);
        }

        @Override
        public JavaType getInputType(TypeFactory types) {
            return types.constructType(from);
        }

        @Override
        public JavaType getOutputType(TypeFactory types) {
            return types.constructType(to);
        }
    }

    private final JsonMapper mapper;
    private final ObjectWriter entryWriter;
    private final ObjectReader entryReader;
    private final ObjectWriter commandWriter;
    private final ObjectReader commandReader;

    /**
     * @param members finds the member of a client by the id of its connection; returns a member that is in no room for
     *     a client that is not known
     */
    ChatLogCodec(Function<String, Member> members) {
        this(members, System::nanoTime);
    }

    /** @param nanoTime source of the time of arrival of events that are read; that of another machine means nothing */
    ChatLogCodec(Function<String, Member> members, LongSupplier nanoTime) {
        mapper = mapper(module(members, nanoTime));
        entryWriter = mapper.writerFor(ChatLogEntry.class);
        entryReader = mapper.readerFor(ChatLogEntry.class);
        commandWriter = mapper.writerFor(FollowerCommand.class);
        commandReader = mapper.readerFor(FollowerCommand.class);
    }

    private static JsonMapper mapper(SimpleModule module) {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(module)
                // only the components of records, not their methods that look like getters
                .changeDefaultVisibility(visibility -> visibility
                        .with(Visibility.NONE)
                        .withFieldVisibility(Visibility.ANY)
                        .withCreatorVisibility(Visibility.ANY))
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(Include.NON_ABSENT));
        SEALED.forEach(type -> builder.addMixIn(type, Kind.class));
        Stream.of(boolean.class, int.class, long.class)
                .forEach(type -> builder.withConfigOverride(type, omitting(Include.NON_DEFAULT)));
        Stream.of(List.class, Set.class).forEach(type -> builder.withConfigOverride(type, omitting(Include.NON_EMPTY)));
        return builder.build();
    }

    /** Leaves out values that need not be written. An absent one is read as empty; a primitive one as false or zero. */
    private static Consumer<MutableConfigOverride> omitting(Include inclusion) {
        return override -> override.setIncludeAsProperty(JsonInclude.Value.construct(inclusion, null))
                .setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    private static SimpleModule module(Function<String, Member> members, LongSupplier nanoTime) {
        var module = new SimpleModule();
        convert(module, Nick.class, Nick::value, String.class, Nick::new);
        convert(module, RoomName.class, ChatLogCodec::text, String.class, ChatLogCodec::room);
        convert(module, Secret.class, Secret::value, String.class, Secret::new);
        convert(module, Command.Usage.class, Command::word, String.class, ChatLogCodec::usage);
        convert(module, Member.class, member -> member.client().id(), String.class, members);
        convert(module, Client.class, ClientJson::of, ClientJson.class, ClientJson::client);
        convert(
                module,
                Stamp.class,
                StampJson::of,
                StampJson.class,
                stamp -> new Stamp(stamp.id(), stamp.at(), nanoTime.getAsLong()));
        return module;
    }

    private static <T, J> void convert(
            SimpleModule module, Class<T> type, Function<T, J> write, Class<J> json, Function<J, T> read) {
        module.addSerializer(type, new StdConvertingSerializer(type, new Conversion<>(type, json, write)));
        module.addDeserializer(type, new StdConvertingDeserializer<>(new Conversion<>(json, type, read)));
    }

    private static String text(RoomName room) {
        return room == RoomName.HIDDEN ? HIDDEN_ROOM : room.value();
    }

    private static RoomName room(String text) {
        return text.equals(HIDDEN_ROOM) ? RoomName.HIDDEN : new RoomName(text);
    }

    private static Command.Usage usage(String word) {
        return Command.usage(word).orElseThrow(() -> new IllegalArgumentException("Unknown command: " + word));
    }

    String encode(ChatLogEntry entry) {
        return entryWriter.writeValueAsString(entry);
    }

    /** Returns a row of encoded entries. */
    static String row(List<String> entries) {
        return "[" + String.join(",", entries) + "]";
    }

    /** Decodes the entries of a row, without those that cannot be read. */
    List<ChatLogEntry> decodeEntries(String json) {
        List<ChatLogEntry> entries = new ArrayList<>();
        try (MappingIterator<ChatLogEntry> values = entryReader.readValues(json)) {
            while (values.hasNextValue()) {
                read(values).ifPresent(entries::add);
            }
        }
        return entries;
    }

    private Optional<ChatLogEntry> read(MappingIterator<ChatLogEntry> values) {
        try {
            return Optional.of(values.nextValue());
        } catch (DatabindException e) {
            // Without the message of the error, which may show what people write.
            log.warn("An entry of the log is of an unknown kind, and was skipped");
            return Optional.empty();
        }
    }

    /**
     * @throws IllegalArgumentException for a command that the client's own replica carries out; it may have a secret
     */
    String encode(FollowerCommand command) {
        if (command instanceof FollowerCommand.CommandReceived received
                && received.command() instanceof Command.Blocking blocking) {
            throw new IllegalArgumentException(
                    blocking.getClass().getSimpleName() + " is carried out on the client's own replica");
        }
        return commandWriter.writeValueAsString(command);
    }

    /** Decodes a command; empty if it cannot be read. */
    Optional<FollowerCommand> decodeCommand(String json) {
        try {
            return Optional.of(commandReader.readValue(json));
        } catch (DatabindException e) {
            return Optional.empty();
        }
    }

    String encodeResult(Object result) {
        return mapper.writeValueAsString(result);
    }

    <T> T decodeResult(String json, Class<T> type) {
        return mapper.readValue(json, type);
    }

    String encode(LeaderMembers.Stored member) {
        return mapper.writeValueAsString(member);
    }

    LeaderMembers.Stored decodeMember(String json) {
        return mapper.readValue(json, LeaderMembers.Stored.class);
    }

    <R> String encodeAnswer(ChatQuery<R> query, R answer) {
        return mapper.writerFor(answerType(query)).writeValueAsString(answer);
    }

    <R> R decodeAnswer(ChatQuery<R> query, String json) {
        return mapper.readValue(json, answerType(query));
    }

    private JavaType answerType(ChatQuery<?> query) {
        TypeFactory types = mapper.getTypeFactory();
        return types.findTypeParameters(types.constructType(query.getClass()), ChatQuery.class)[0];
    }
}
