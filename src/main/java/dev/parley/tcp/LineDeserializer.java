package dev.parley.tcp;

import dev.parley.session.Input;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.serializer.Deserializer;

/** Takes the next input from a connection's {@link LineStream}, which keeps the state. */
final class LineDeserializer implements Deserializer<Input> {
    @Override
    public Input deserialize(InputStream stream) throws IOException {
        return ((LineStream) stream).next();
    }
}
