package org.lumenlink.relay.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads the lines of a bulk, a batch at a time. */
final class BulkParser {

    private final JsonMapper mapper;
    private final ObjectReader reader;
    private final PlainLines plain;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final LineReader lines;

    BulkParser(JsonMapper mapper, LineReader lines) {
        this.mapper = mapper;
        this.reader = mapper.readerFor(BulkLine.class);
        this.plain = new PlainLines(mapper);
        this.lines = lines;
    }

    /**
     * Reads the next lines; the last ones if the client takes too long for the next.
     *
     * @throws IOException if the client is gone
     */
    BulkBatch read() throws IOException {
        BulkBatch batch = new BulkBatch();
        try {
            while (!batch.isFull() && !batch.isLast()) {
                readLine(batch);
            }
        } catch (BodyTimeoutException e) {
            batch.addRefused(lines.number(), null, e);
            batch.breakOff();
        }
        return batch;
    }

    private void readLine(BulkBatch batch) throws IOException {
        byte[] line;
        try {
            line = lines.next();
        } catch (BodyTooLargeException e) {
            batch.addRefused(lines.number(), null, e);
            return;
        }
        if (line == null) {
            batch.end();
            return;
        }
        String text = null;
        try {
            text = utf8.decode(ByteBuffer.wrap(line)).toString();
            if (!text.isBlank()) {
                batch.add(lines.number(), parse(text).toEntry());
            }
        } catch (CharacterCodingException e) {
            batch.addRefused(lines.number(), null, new MalformedRequestException("the line must be UTF-8"));
        } catch (RuntimeException e) {
            batch.addRefused(lines.number(), text == null ? null : userId(text), e);
        }
    }

    private BulkLine parse(String text) {
        BulkLine read = plain.read(text);
        BulkLine line = read == null ? reader.readValue(text) : read;
        if (line == null) {
            throw new MalformedRequestException("the line must be a JSON object");
        }
        return line;
    }

    /** Returns the user id of a line that is not as it must be, for whoever has to find it. */
    private @Nullable Long userId(String text) {
        try {
            JsonNode id = mapper.readTree(text).path("userId");
            return id.isIntegralNumber() && id.canConvertToLong() ? id.longValue() : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
