package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.ActuatorContract;

class Boot4ActuatorTest extends ActuatorContract {}
