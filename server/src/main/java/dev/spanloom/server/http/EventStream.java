package dev.spanloom.server.http;

import com.linecorp.armeria.server.HttpService;

/**
 * An endpoint whose replies stay open for as long as the client listens. It limits them itself, and
 * whoever closes the server ends them: they take no room from other requests, and nobody waits for
 * their end.
 */
public interface EventStream extends HttpService {}
