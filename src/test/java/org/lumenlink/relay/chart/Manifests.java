package org.lumenlink.relay.chart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads manifests as a strict API server does: a field that its kind does not have, or that is there twice, is an error. */
final class Manifests {

    private static final KubernetesSerialization KINDS = kinds();
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new Closed());

    private Manifests() {}

    /** Reads a stream of documents. */
    static List<Manifest> read(String documents) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Manifest> manifests = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(documents)) {
            if (document != null) {
                manifests.add(read((Map<?, ?>) document));
            }
        }
        return manifests;
    }

    private static Manifest read(Map<?, ?> document) {
        String version = String.valueOf(document.get("apiVersion"));
        String kind = String.valueOf(document.get("kind"));
        @Nullable Class<?> type = KINDS.getRegisteredKubernetesResource(version, kind);
        if (type == null) {
            throw new IllegalArgumentException("no such kind: " + version + " " + kind);
        }
        return new Manifest(document, (HasMetadata) STRICT.convertValue(document, type));
    }

    private static KubernetesSerialization kinds() {
        KubernetesSerialization kinds = new KubernetesSerialization();
        kinds.registerKubernetesResource(ExternalSecret.class);
        return kinds;
    }

    /**
     * An object.
     *
     * @param document as it is written
     * @param object as it was understood
     */
    record Manifest(Map<?, ?> document, HasMetadata object) {

        String kind() {
            return object.getKind();
        }

        /** Returns it as an object of a kind. */
        <T extends HasMetadata> T as(Class<T> type) {
            return type.cast(object);
        }
    }

    /** Does not see the places where the models of Kubernetes keep what they do not know. */
    private static final class Closed extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
