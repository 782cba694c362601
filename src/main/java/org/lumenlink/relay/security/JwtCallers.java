package org.lumenlink.relay.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/**
 * Takes the roles of its subject out of a JWT that was found valid. Names that are no roles here mean something to
 * others, and are passed over.
 */
class JwtCallers implements Converter<Jwt, AbstractAuthenticationToken> {

    private final String rolesClaim;

    JwtCallers(String rolesClaim) {
        this.rolesClaim = rolesClaim;
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt jwt) {
        String subject = jwt.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new InvalidBearerTokenException("the token has no subject");
        }
        List<Role> roles = names(claim(jwt.getClaims())).stream()
                .map(Role::named)
                .flatMap(Optional::stream)
                .toList();
        return new CallerAuthentication(new Caller(Caller.Kind.JWT, subject, null), roles);
    }

    private @Nullable Object claim(Map<String, Object> claims) {
        if (claims.containsKey(rolesClaim)) {
            return claims.get(rolesClaim);
        }
        Object found = claims;
        for (String step : rolesClaim.split("\\.", -1)) {
            found = found instanceof Map<?, ?> nested ? nested.get(step) : null;
        }
        return found;
    }

    private static List<String> names(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Arrays.asList(text.split(" ", -1));
        }
        return claim instanceof Collection<?> several
                ? several.stream().map(Objects::toString).toList()
                : List.of();
    }
}
