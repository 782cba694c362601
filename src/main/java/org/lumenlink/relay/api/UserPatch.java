package org.lumenlink.relay.api;

import java.util.Map;
import org.lumenlink.relay.relay.UserSpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies a JSON merge patch (RFC 7396) to what was said of a user: null takes a field back to its default, a field that
 * is not in the patch stays as it is.
 */
@Component
class UserPatch {

    private final JsonMapper mapper;

    UserPatch(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Checks names and types of the patch, before it is known what it applies to.
     *
     * @throws MalformedRequestException if it is not an object
     * @throws tools.jackson.core.JacksonException naming the field that is wrong
     */
    ObjectNode check(JsonNode patch) {
        if (!(patch instanceof ObjectNode object)) {
            throw new MalformedRequestException("the body must be a JSON object");
        }
        mapper.treeToValue(patch, UserRequest.class);
        return object;
    }

    /** Returns what is said of the user after the patch. */
    UserSpec apply(ObjectNode patch, UserSpec present) {
        ObjectNode target = mapper.valueToTree(UserRequest.of(present));
        return mapper.treeToValue(merge(target, patch), UserRequest.class).toSpec();
    }

    private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (field.getValue().isNull()) {
                target.remove(name);
            } else if (field.getValue() instanceof ObjectNode inner) {
                ObjectNode inside = target.get(name) instanceof ObjectNode object ? object : target.objectNode();
                target.set(name, merge(inside, inner));
            } else {
                target.set(name, field.getValue());
            }
        }
        return target;
    }
}
