package org.lumenlink.relay.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.lumenlink.relay.support.Shell;
import org.springframework.boot.ssl.pem.PemContent;

/** A certificate authority of a test, and what it has signed. */
final class Certificates {

    private static final String MAKE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";

    private final Path folder;
    private final String authority;

    Certificates(Path folder, String authority) {
        this.folder = folder;
        this.authority = authority;
        Shell.line(MAKE + " -subj /CN=%s -keyout %s -out %s".formatted(authority, key(authority), certificate()));
    }

    /** Makes a key and a certificate of it, good for clients, and for a server on the loopback address. */
    void issue(String name, String subject) {
        Shell.line(MAKE
                + " -subj %s -keyout %s -out %s -CA %s -CAkey %s"
                        .formatted(subject, key(name), certificate(name), certificate(), key(authority))
                + " -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE");
    }

    /** Returns the file with the certificate of the authority. */
    Path certificate() {
        return certificate(authority);
    }

    /** Puts key and certificate in place of those that are there, as somebody who renews them does. */
    void install(String name, Path key, Path certificate) throws IOException {
        installKey(name, key);
        installCertificate(name, certificate);
    }

    void installKey(String name, Path key) throws IOException {
        replace(key(name), key);
    }

    void installCertificate(String name, Path certificate) throws IOException {
        replace(certificate(name), certificate);
    }

    /** Puts the certificate of the authority in place of what is there. */
    void installAuthority(Path to) throws IOException {
        replace(certificate(), to);
    }

    /** Puts key and certificate behind links, and turns those to a new folder, as Kubernetes does with a secret that has changed. */
    void mount(String name, Path key, Path certificate) throws IOException {
        Path fresh = Files.createTempDirectory(key.getParent(), "..");
        Files.copy(key(name), fresh.resolve(key.getFileName()));
        Files.copy(certificate(name), fresh.resolve(certificate.getFileName()));
        Path data = Path.of("..data");
        link(key.resolveSibling(data), fresh.getFileName());
        for (Path file : List.of(key, certificate)) {
            if (!Files.isSymbolicLink(file)) {
                link(file, data.resolve(file.getFileName()));
            }
        }
    }

    /** Returns what a client needs that trusts the authority and shows a certificate, if one is named. */
    SSLContext context(String... names) throws IOException, GeneralSecurityException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", read(certificate()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore own = empty();
        for (String name : names) {
            own.setKeyEntry(
                    name,
                    Objects.requireNonNull(PemContent.load(key(name)).getPrivateKey()),
                    new char[0],
                    new X509Certificate[] {read(certificate(name))});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        return store;
    }

    private static X509Certificate read(Path file) throws IOException {
        return PemContent.load(file).getCertificates().getFirst();
    }

    private Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    private static void link(Path name, Path to) throws IOException {
        Path fresh = name.resolveSibling(name.getFileName() + ".new");
        Files.createSymbolicLink(fresh, to);
        Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void replace(Path from, Path to) throws IOException {
        Path fresh = to.resolveSibling(to.getFileName() + ".new");
        Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
