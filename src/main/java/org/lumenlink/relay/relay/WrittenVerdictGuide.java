package org.lumenlink.relay.relay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.lumenlink.relay.dataplane.VerdictReason;
import org.springframework.stereotype.Service;

/** The explanations of {@code verdicts.properties} and its translations. */
@Service
class WrittenVerdictGuide implements VerdictGuide {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("fa"));

    @Override
    public List<Locale> languages() {
        return LANGUAGES;
    }

    @Override
    public List<Explanation> explain(Locale language) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "verdicts",
                language.equals(Locale.ENGLISH) ? Locale.ROOT : language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return Arrays.stream(VerdictReason.values())
                .map(reason -> new Explanation(
                        reason.label(),
                        label(reason.effect()),
                        label(reason.concern()),
                        texts.getString(reason.label() + ".cause"),
                        texts.getString(reason.label() + ".remedy")))
                .toList();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
