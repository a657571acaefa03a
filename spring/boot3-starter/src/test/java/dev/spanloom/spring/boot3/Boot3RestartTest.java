package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.RestartContract;

class Boot3RestartTest extends RestartContract {}
