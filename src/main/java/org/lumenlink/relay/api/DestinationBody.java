package org.lumenlink.relay.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lumenlink.relay.relay.Destination;
import org.lumenlink.relay.relay.InvalidValueException.FieldError;

/** A destination in JSON. */
@Schema(
        name = "Destination",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        description = "Where the user's packets go.")
record DestinationBody(
        @Schema(
                description = "IPv4 or IPv6 address, never a name. Loopback, link-local, multicast and other"
                        + " addresses that are nobody's server are refused.",
                example = "203.0.113.7",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String address,

        @Schema(
                description = "UDP port.",
                example = "51820",
                minimum = "1",
                maximum = "65535",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable Long port) {

    static DestinationBody of(Destination destination) {
        return new DestinationBody(AddressText.format(destination.address()), (long) destination.port());
    }

    /** Returns the destination, or nothing after adding what is wrong to {@code errors}. */
    Optional<Destination> toDestination(List<FieldError> errors) {
        Optional<InetAddress> literal = address == null ? Optional.empty() : AddressText.parse(address);
        if (address == null) {
            errors.add(new FieldError("destination.address", "is required: an IPv4 or IPv6 address"));
        } else if (literal.isEmpty()) {
            errors.add(new FieldError(
                    "destination.address",
                    "must be an IPv4 or IPv6 address such as 203.0.113.7 or 2001:db8::7; names are not resolved"));
        }
        if (port == null) {
            errors.add(new FieldError("destination.port", "is required: a UDP port between 1 and 65535"));
        } else if (port < 1 || port > 65535) {
            errors.add(new FieldError("destination.port", "must be between 1 and 65535"));
        } else if (literal.isPresent()) {
            return Optional.of(new Destination(literal.get(), port.intValue()));
        }
        return Optional.empty();
    }
}
