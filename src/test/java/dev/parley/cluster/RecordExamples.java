package dev.parley.cluster;

import dev.parley.chat.Member;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Secret;
import dev.parley.protocol.Stamp;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Example values of any type that is made of records. Each example of a component is in at least one example of its
 * record, and each kind of a sealed type has examples.
 */
final class RecordExamples {
    private static final List<Client> CLIENTS =
            List.of(client("c1", "192.0.2.7"), client("c2", "2001:db8:0:0:0:0:0:7"));

    static final List<Member> MEMBERS =
            CLIENTS.stream().map(client -> new Member(client, Format.TEXT)).toList();

    private static final Map<Class<?>, List<?>> VALUES = Map.ofEntries(
            Map.entry(boolean.class, List.of(false, true)),
            Map.entry(Boolean.class, List.of(false, true)),
            Map.entry(int.class, List.of(0, 7, Integer.MIN_VALUE)),
            Map.entry(Integer.class, List.of(0, 7)),
            Map.entry(double.class, List.of(0.0, 7.5)),
            Map.entry(long.class, List.of(0L, 7L, Long.MAX_VALUE)),
            Map.entry(Long.class, List.of(0L, 7L)),
            Map.entry(
                    String.class,
                    List.of("", "\0\1\u001b\r\n\t\u007f\u0085\u2028", "😀 é \"quoted\" \\u0000 {}", "null")),
            Map.entry(
                    Instant.class,
                    List.of(
                            Instant.EPOCH,
                            Instant.ofEpochSecond(1_790_000_000, 123_456_789),
                            Instant.ofEpochMilli(1_790_000_000_120L))),
            Map.entry(
                    InetAddress.class,
                    List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"))),
            Map.entry(Duration.class, List.of(Duration.ZERO, Duration.ofSeconds(90, 1))),
            Map.entry(Nick.class, List.of(new Nick("Anna"), Nick.OPERATOR)),
            Map.entry(RoomName.class, List.of(new RoomName("#dev"), RoomName.LOBBY, RoomName.HIDDEN)),
            Map.entry(Secret.class, List.of(new Secret(" s3cret "), new Secret(""))),
            Map.entry(Command.Usage.class, Command.USAGES),
            Map.entry(Client.class, CLIENTS),
            Map.entry(Member.class, MEMBERS));

    /** Time of arrival of each event. */
    private final long nanos;

    RecordExamples(long nanos) {
        this.nanos = nanos;
    }

    private static Client client(String id, String address) {
        return new RemoteClient(id, InetAddress.ofLiteral(address), address, "plain");
    }

    <T> List<T> of(Class<T> type) {
        return of((Type) type).stream().map(type::cast).toList();
    }

    List<?> of(Type type) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            default -> throw new IllegalArgumentException("No examples of " + type);
        };
    }

    private List<?> ofClass(Class<?> type) {
        if (type == Stamp.class) {
            return of(Instant.class).stream().map(at -> new Stamp(7, at, nanos)).toList();
        } else if (VALUES.containsKey(type)) {
            return VALUES.get(type);
        } else if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        } else if (type.isSealed()) {
            return Stream.of(type.getPermittedSubclasses())
                    .flatMap(kind -> of(kind).stream())
                    .distinct()
                    .toList();
        } else if (type.isRecord()) {
            return ofRecord(type);
        }
        throw new IllegalArgumentException("No examples of " + type);
    }

    private List<?> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw.isSealed()) {
            return of(raw);
        }
        List<?> elements = of(type.getActualTypeArguments()[0]);
        if (raw == Optional.class) {
            return Stream.concat(Stream.of(Optional.empty()), elements.stream().map(Optional::of))
                    .toList();
        } else if (raw == List.class) {
            return List.of(List.of(), elements);
        } else if (raw == Set.class) {
            return List.of(Set.of(), new LinkedHashSet<>(elements));
        }
        throw new IllegalArgumentException("No examples of " + type);
    }

    private List<?> ofRecord(Class<?> type) {
        List<List<?>> components = Stream.of(type.getRecordComponents())
                .<List<?>>map(this::ofComponent)
                .toList();
        int count = components.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, count)
                .mapToObj(i -> create(
                        type,
                        components.stream()
                                .map(values -> values.get(i % values.size()))
                                .toArray()))
                .toList();
    }

    private List<?> ofComponent(RecordComponent component) {
        List<@Nullable Object> values = new ArrayList<>(of(component.getGenericType()));
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            values.addFirst(null);
        }
        return values;
    }

    private static Object create(Class<?> type, Object[] arguments) {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No example of " + type, e);
        }
    }
}
