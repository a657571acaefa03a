package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.ActuatorContract;

class Boot3ActuatorTest extends ActuatorContract {}
