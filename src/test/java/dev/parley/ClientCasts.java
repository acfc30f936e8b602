package dev.parley;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.chat.port.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds methods that take a {@link Client} for one of its implementations. ArchUnit does not know of casts, so this reads
 * the class files: a method is found if it uses the type {@link Client} and casts to, tests for, or names an implementation.
 */
final class ClientCasts {
    private static final String CLIENT = Client.class.descriptorString();

    private ClientCasts() {}

    /** Returns each such method with its class, and whether it is private. */
    static List<String> in(JavaClasses classes) {
        Set<String> implementations = classes.get(Client.class).getAllSubclasses().stream()
                .map(type -> "L" + type.getName().replace('.', '/') + ";")
                .collect(toUnmodifiableSet());
        return classes.stream()
                .flatMap(type -> casts(parse(type), implementations).map(method -> name(type, method)))
                .sorted()
                .toList();
    }

    private static ClassModel parse(JavaClass type) {
        try {
            return ClassFile.of()
                    .parse(Files.readAllBytes(
                            Path.of(type.getSource().orElseThrow().getUri())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MethodModel> casts(ClassModel type, Set<String> implementations) {
        return type.methods().stream()
                .filter(method -> method.code().stream()
                        .anyMatch(code -> usesClients(method, code) && namesAny(code, implementations)));
    }

    private static String name(JavaClass type, MethodModel method) {
        String modifier = method.flags().has(AccessFlag.PRIVATE) ? "private " : "";
        return modifier + type.getName() + "." + method.methodName().stringValue();
    }

    private static boolean usesClients(MethodModel method, CodeModel code) {
        return method.methodType().stringValue().contains(CLIENT)
                || code.elementStream().anyMatch(ClientCasts::usesClients);
    }

    private static boolean usesClients(CodeElement element) {
        return switch (element) {
            case InvokeInstruction call ->
                (call.owner().asSymbol().descriptorString() + call.type().stringValue()).contains(CLIENT);
            case InvokeDynamicInstruction call ->
                call.bootstrapArgs().stream()
                        .anyMatch(argument -> argument instanceof MethodTypeDesc type
                                && type.descriptorString().contains(CLIENT));
            case FieldInstruction field -> field.type().stringValue().equals(CLIENT);
            default -> false;
        };
    }

    private static boolean namesAny(CodeModel code, Set<String> types) {
        return code.elementStream().anyMatch(element -> switch (element) {
            case TypeCheckInstruction check ->
                types.contains(check.type().asSymbol().descriptorString());
            case ConstantInstruction.LoadConstantInstruction load ->
                load.constantValue() instanceof ClassDesc type && types.contains(type.descriptorString());
            default -> false;
        });
    }
}
