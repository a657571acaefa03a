package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.OpenTelemetryContract;

class Boot4OpenTelemetryTest extends OpenTelemetryContract {}
