package org.lumenlink.relay.lab.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.JsonNode;

/**
 * A plain Spring MVC endpoint that reads JSON and answers with it: what the relay's API is compared with. Server, threads
 * and JSON are set as the relay's are, by the same file. Carries no annotation by which the relay would find it.
 */
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
public final class EchoServer {

    static final String PATH = "/echo";

    /** Serves until it is killed. */
    public static void main(String[] args) {
        SpringApplication.run(EchoServer.class, args);
    }

    @Bean
    RouterFunction<ServerResponse> echo() {
        return RouterFunctions.route()
                .PUT(PATH, request -> ServerResponse.ok().body(request.body(JsonNode.class)))
                .build();
    }
}
