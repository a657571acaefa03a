package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.OpenTelemetryContract;

class Boot3OpenTelemetryTest extends OpenTelemetryContract {}
