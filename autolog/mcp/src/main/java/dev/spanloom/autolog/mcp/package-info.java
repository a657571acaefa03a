/**
 * Traces clients and servers of the MCP Java SDK, both in one trace; programs use {@link
 * dev.spanloom.autolog.mcp.McpTracing}.
 */
@NullMarked
package dev.spanloom.autolog.mcp;

import org.jspecify.annotations.NullMarked;
