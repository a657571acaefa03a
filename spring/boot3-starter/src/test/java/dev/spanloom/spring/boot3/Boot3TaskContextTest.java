package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.TaskContextContract;

class Boot3TaskContextTest extends TaskContextContract {}
