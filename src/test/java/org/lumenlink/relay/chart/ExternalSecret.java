package org.lumenlink.relay.chart;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the chart writes of the External Secrets Operator's resource. */
@Group("external-secrets.io")
@Version("v1")
public final class ExternalSecret extends CustomResource<ExternalSecret.Spec, Void> {

    private static final long serialVersionUID = 1L;

    /** There is none until it is read. */
    @Override
    protected @Nullable Spec initSpec() {
        return null;
    }

    /** What is wanted. */
    public record Spec(String refreshInterval, StoreRef secretStoreRef, Target target, List<Data> data) {}

    /** Where it is kept. */
    public record StoreRef(String name, String kind) {}

    /** The secret to make. */
    public record Target(String name) {}

    /** One of its keys. */
    public record Data(String secretKey, RemoteRef remoteRef) {}

    /** Where that is in the store. */
    public record RemoteRef(String key, String property) {}
}
