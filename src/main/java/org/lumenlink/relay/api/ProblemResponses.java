package org.lumenlink.relay.api;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.Set;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Adds to the description of each operation the problems that it can have. */
@Component
class ProblemResponses implements GlobalOperationCustomizer {

    private static final Set<ProblemType> ALWAYS = EnumSet.of(
            ProblemType.KEY_REQUIRED,
            ProblemType.ROLE_REQUIRED,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.INTERNAL_ERROR);
    private static final Set<ProblemType> WITH_BODY =
            EnumSet.of(ProblemType.BODY_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Set<ProblemType> problems = EnumSet.copyOf(ALWAYS);
        if (operation.getRequestBody() != null) {
            problems.addAll(WITH_BODY);
        }
        Refuses refuses = method.getMethodAnnotation(Refuses.class);
        if (refuses != null) {
            problems.addAll(Set.of(refuses.value()));
        }
        problems.forEach(problem ->
                operation.getResponses().addApiResponse(String.valueOf(problem.status()), response(problem)));
        return operation;
    }

    private static ApiResponse response(ProblemType problem) {
        Problem example = Problem.of(problem, "what is wrong, and what mends it", "/api/v1/users/42");
        return new ApiResponse()
                .description(example.title() + ".")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType()
                                        .schema(new Schema<>().$ref("#/components/schemas/Problem"))
                                        .example(example)));
    }
}
