# The relay's image: docs/container.md says how to build and run it. Without arguments, docker build is enough.
ARG DEBIAN_IMAGE=debian:bookworm-slim
ARG JDK_IMAGE=eclipse-temurin:25-jdk

# Both can be had from the building machine instead: --build-context jdk=FOLDER --build-arg JDK_HOME=/, and
# --build-context maven-repository=FOLDER. Nothing is then asked of a registry for them.
FROM ${JDK_IMAGE} AS jdk
FROM scratch AS maven-repository

FROM ${DEBIAN_IMAGE} AS builder
# A slim base has no folder for manuals, without which the package of a Java runtime cannot be installed.
RUN mkdir -p /usr/share/man/man1 && apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates clang libbpf-dev libc6-dev libcap2-bin linux-libc-dev maven unzip \
 && rm -rf /var/lib/apt/lists/*
ARG JDK_HOME=/opt/java/openjdk
COPY --from=jdk ${JDK_HOME} /usr/lib/jvm/jdk-25
ENV JAVA_HOME=/usr/lib/jvm/jdk-25
WORKDIR /src

# Only what the relay uses; the rest of Java stays out. The trust store is written anew, as a JDK of Debian's has one with
# the time of its installation in it.
ARG JAVA_MODULES=java.base,java.desktop,java.instrument,java.management,java.naming,java.net.http,java.prefs,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.management,jdk.unsupported
RUN runtime=/image/opt/lumenlink/java \
 && "$JAVA_HOME/bin/jlink" --add-modules "$JAVA_MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages \
      --compress zip-6 --output "$runtime" \
 && rm "$runtime/lib/security/cacerts" \
 && "$JAVA_HOME/bin/keytool" -importkeystore -noprompt -srckeystore "$JAVA_HOME/lib/security/cacerts" -srcstorepass changeit \
      -destkeystore "$runtime/lib/security/cacerts" -deststoretype PKCS12 -deststorepass changeit \
      -J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE -J-Dkeystore.pkcs12.macAlgorithm=NONE

COPY image/*.c image/
RUN mkdir -p /image/opt/lumenlink/bin \
 && clang -O2 -Wall -Wextra -Werror image/launcher.c -o /image/opt/lumenlink/bin/lumenlink \
 && clang -O2 -Wall -Wextra -Werror image/probe.c -o /image/opt/lumenlink/bin/probe

# A trust store for a Maven repository behind a certificate of one's own: --secret id=truststore,src=FILE
COPY .mvn .mvn
COPY scripts scripts
COPY bpf bpf
COPY src src
COPY pom.xml ./
RUN --mount=type=cache,target=/root/.m2/repository,from=maven-repository,source=/ \
    --mount=type=secret,id=truststore \
    if [ -f /run/secrets/truststore ]; then export MAVEN_OPTS=-Djavax.net.ssl.trustStore=/run/secrets/truststore; fi \
 && mvn -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcompiler.checks=-XDunchecked package
RUN mkdir /tmp/jar && cp target/lumenlink-relay-*.jar /tmp/jar/relay.jar \
 && "$JAVA_HOME/bin/java" -Djarmode=tools -jar /tmp/jar/relay.jar extract --force --destination /image/opt/lumenlink

# Native libraries out of their jars, as nothing can be unpacked in a container that cannot write.
RUN mkdir /image/opt/lumenlink/native /tmp/native && cd /tmp/native \
 && unzip -q -o /image/opt/lumenlink/lib/jna-[0-9]*.jar "com/sun/jna/linux-$(uname -m | tr _ -)/*" \
 && unzip -q -o /image/opt/lumenlink/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)/*" \
 && find . -name '*.so' -exec cp {} /image/opt/lumenlink/native/ ';'
COPY image/java.options LICENSE /image/opt/lumenlink/
RUN mkdir -p /image/usr/share/doc/lumenlink-relay && cd /image/usr/share/doc/lumenlink-relay \
 && unzip -q -j /image/opt/lumenlink/relay.jar META-INF/sbom/application.cdx.json META-INF/THIRD-PARTY.txt \
 && mv /image/opt/lumenlink/LICENSE .

# The same times whenever it is built: a layer that has the same files is the same layer.
ARG SOURCE_DATE_EPOCH=1767225600
RUN mkdir -p -m 0700 /image/var/lib/lumenlink \
 && find /image -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} + \
 && setcap cap_bpf,cap_net_admin,cap_perfmon=p /image/opt/lumenlink/bin/lumenlink

FROM ${DEBIAN_IMAGE} AS runtime
ARG SOURCE_DATE_EPOCH=1767225600
# Times of what this layer changes, and not of what is beneath: a file that is touched is in the layer once more. Logs are
# emptied and not deleted: a layer that deletes what is beneath has the time of that in it.
RUN start=$(date +%s) && apt-get update \
 && apt-get install -y --no-install-recommends libbpf1 \
 && find /var/lib/apt/lists /var/cache/apt -type f -delete \
 && find /var/log /var/cache/ldconfig -type f -exec truncate --size 0 {} + \
 && mkdir -p /usr/share/doc/lumenlink-relay \
 && { printf '{"bomFormat":"CycloneDX","specVersion":"1.6","components":['; \
      dpkg-query -W -f ',{"type":"library","name":"${Package}","version":"${Version}","purl":"pkg:deb/debian/${source:Package}@${source:Version}?arch=${Architecture}\&binary=${Package}"}' | sed 's/^,//'; \
      printf ']}\n'; } >/usr/share/doc/lumenlink-relay/debian.cdx.json \
 && find / -xdev '(' -path /proc -o -path /sys -o -path /dev -o -path /etc/hosts -o -path /etc/resolv.conf ')' -prune \
      -o -newerct "@$start" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
COPY --from=builder /image/ /

# Java's cache of loaded classes, from a start that ends where this machine says that it lacks the capabilities.
FROM runtime AS trained
RUN /opt/lumenlink/java/bin/java -XX:AOTCacheOutput=/opt/lumenlink/relay.aot -Xlog:aot=off -Xlog:cds=off \
      @/opt/lumenlink/java.options relay --lumenlink.relay.interface=lo >/tmp/training.log 2>&1 || true; \
    grep -q 'lacks CAP_BPF' /tmp/training.log && test -s /opt/lumenlink/relay.aot \
    || { cat /tmp/training.log; exit 1; }

FROM runtime
COPY --from=trained /opt/lumenlink/relay.aot /opt/lumenlink/
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="LumenLink relay" \
      org.opencontainers.image.description="A UDP relay that verifies an encrypted token in every packet inside the Linux kernel" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PATH=/opt/lumenlink/bin:/usr/bin:/bin
# Capless root unless told otherwise: docs/container.md says when another user can have the capabilities.
USER 0:0
VOLUME /var/lib/lumenlink
EXPOSE 443/udp 8080/tcp 9090/tcp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 CMD ["/opt/lumenlink/bin/probe", "health"]
ENTRYPOINT ["/opt/lumenlink/bin/lumenlink"]
CMD ["relay"]
