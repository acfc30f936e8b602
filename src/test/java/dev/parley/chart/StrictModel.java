package dev.parley.chart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Holds an object to the fields its kind has in the API: none that is unknown, none that is required missing. */
final class StrictModel {
    private static final String KUBERNETES = "io.kubernetes.client.openapi.models.V1";
    private static final String MONITORING = "io.fabric8.openshift.api.model.monitoring.v1.";

    /** The models of the monitoring operator take any field, unless their setter for any field is not looked at. */
    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new NoAnySetter());

    private StrictModel() {}

    static void check(Map<String, Object> object) {
        String api = (String) object.get("apiVersion");
        String kind = (String) object.get("kind");
        try {
            if (api.startsWith("monitoring.coreos.com/")) {
                STRICT.convertValue(object, Class.forName(MONITORING + kind));
            } else {
                Class.forName(KUBERNETES + kind)
                        .getMethod("validateJsonElement", JsonElement.class)
                        .invoke(null, new Gson().toJsonTree(object));
            }
        } catch (InvocationTargetException e) {
            throw new AssertionError(kind + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("No model of " + api + " " + kind, e);
        }
    }

    private static final class NoAnySetter extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
