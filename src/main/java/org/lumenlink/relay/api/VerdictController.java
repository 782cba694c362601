package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.VerdictGuide;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Explains the verdicts. */
@RestController
@RequestMapping(path = "/api/v1/verdicts", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Status")
class VerdictController {

    private final VerdictGuide guide;

    VerdictController(VerdictGuide guide) {
        this.guide = guide;
    }

    @Operation(
            operationId = "getVerdicts",
            summary = "Read what the verdicts mean",
            description =
                    "Of each way a packet can leave the dataplane: what becomes of it, why, whose problem that is,"
                            + " and what to do about it. In the language that is preferred of English and Persian.",
            responses = @ApiResponse(responseCode = "200", description = "All verdicts."))
    @GetMapping
    ResponseEntity<VerdictsResponse> verdicts(
            @Parameter(
                            name = HttpHeaders.ACCEPT_LANGUAGE,
                            in = ParameterIn.HEADER,
                            description = "Languages, the preferred one first.",
                            schema = @Schema(type = "string", example = "fa"))
                    @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false)
                    @Nullable String accepted) {
        Locale language = preferred(accepted);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .body(VerdictsResponse.of(guide.explain(language)));
    }

    private Locale preferred(@Nullable String accepted) {
        List<Locale> languages = guide.languages();
        try {
            Locale found = accepted == null ? null : Locale.lookup(Locale.LanguageRange.parse(accepted), languages);
            return found == null ? languages.getFirst() : found;
        } catch (IllegalArgumentException e) {
            // A header that cannot be read asks for nothing that there is.
            return languages.getFirst();
        }
    }
}
