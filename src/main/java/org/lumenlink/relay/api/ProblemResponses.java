package org.lumenlink.relay.api;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.EnumSet;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.method.HandlerMethod;

/** Adds to the description of each operation the problems that it can have. */
@Component
class ProblemResponses implements GlobalOperationCustomizer {

    private static final String MEDIA_TYPE = "application/problem+json";

    private static final Set<ProblemType> ALWAYS = EnumSet.of(
            ProblemType.MALFORMED_REQUEST,
            ProblemType.KEY_REQUIRED,
            ProblemType.ROLE_REQUIRED,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.INTERNAL_ERROR,
            ProblemType.REGISTRY_UNAVAILABLE,
            ProblemType.ISSUER_UNAVAILABLE);
    private static final Set<ProblemType> READING_BODY =
            EnumSet.of(ProblemType.BODY_TIMEOUT, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Set<ProblemType> problems = EnumSet.copyOf(ALWAYS);
        if (!method.hasMethodAnnotation(GetMapping.class)) {
            problems.add(ProblemType.AUDIT_UNAVAILABLE);
        }
        Refuses refuses = method.getMethodAnnotation(Refuses.class);
        boolean refusesBodies = refuses == null || refuses.wholeBody();
        if (refusesBodies) {
            // Also where none is asked for.
            problems.add(ProblemType.BODY_TOO_LARGE);
        }
        if (refusesBodies && operation.getRequestBody() != null) {
            problems.addAll(READING_BODY);
        }
        if (refuses != null) {
            problems.addAll(Set.of(refuses.value()));
        }
        problems.forEach(problem -> add(problem, operation.getResponses()));
        return operation;
    }

    /** Several problems may have one status: each is an example of it. */
    private static void add(ProblemType problem, ApiResponses responses) {
        Problem example = Problem.of(problem, ApiExamples.detail(problem), null);
        String description = example.title() + ".";
        String status = String.valueOf(problem.status());
        ApiResponse present = responses.get(status);
        if (present == null) {
            responses.addApiResponse(
                    status,
                    new ApiResponse()
                            .description(description)
                            .content(new Content()
                                    .addMediaType(
                                            MEDIA_TYPE,
                                            body().addExamples(problem.slug(), new Example().value(example)))));
        } else {
            present.setDescription(present.getDescription() + " " + description);
            present.getContent()
                    .values()
                    .forEach(body -> body.addExamples(problem.slug(), new Example().value(example)));
        }
    }

    private static MediaType body() {
        return new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"));
    }
}
