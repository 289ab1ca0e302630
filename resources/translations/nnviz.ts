<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en">
<context>
    <name>AxesPopup</name>
    <message>
        <source>Axes of the loss surface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axis to the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axis upwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the two that moved most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the range to the path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose two different weights.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BaseChoice</name>
    <message>
        <source>File with the weights of the base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file with weights (.h5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretrained base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its weights come from this file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its weights are random ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its weights are in Keras’ own folder, or Keras downloads them when training starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the weights of the base</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BeforeBox</name>
    <message>
        <source>Estimate time and memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs a few batches in Keras and measures them; the document stays as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras runs a few batches and measures them, and says whether it uses a GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line to type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing the program …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading the data …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timing a few batches …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BoundaryPanel</name>
    <message>
        <source>This picture is for data with two inputs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test sample {row}: {sample}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sample {number} of {count} in this batch: {sample}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{train} training ● and {test} test points ○ · output at step {step} · click a point to trace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{train} training points ● · output at step {step} · click a point to trace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 training point ● · output at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {all}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BuildMode</name>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Templates</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CanvasMenu</name>
    <message>
        <source>Delete the selected layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add layer after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the line from {source} away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer}, input {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this line away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClassBars</name>
    <message>
        <source>Classes: {bars}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>numpy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeView</name>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparePanel</name>
    <message>
        <source>Quantity of the second picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which quantity the second picture shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>solid: training, dashed: validation; colours and letters are those of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of the runs over the epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{quantity} of the runs over the epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tick another run in the list to see its curves beside these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing: they were trained with the same settings.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Tick a run with at least one epoch in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{letter} {name}: training {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{letter} {name}: training {value}, validation {tested}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfusionPanel</name>
    <message>
        <source>rows: true class, columns: class that is named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>columns: named class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counting …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to count yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{right} of {total} test samples are named right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{right} of {total} right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{line} at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{true} taken for {named}: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{true} named {named}: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} classes: too many for a grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true ↓</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CostCurvePanel</name>
    <message>
        <source>{samples} training samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{samples} of {all} training samples, evenly chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of {samples} for every value of the only weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss of {samples}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} w = {w}, the loss is {loss} and its slope dL/dw = {slope} (the tangent)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step}: w = {w}, loss {loss}, slope dL/dw = {slope}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w = {w}, loss {loss}, slope {slope}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CostView</name>
    <message>
        <source>Cost of the single weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>w = {w}: loss {loss}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurveView</name>
    <message>
        <source>drawn while training runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch}: training {value}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}, validation {value}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CurvesPanel</name>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metric that is drawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another metric of this training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within the epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{quantity} over the epochs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataChoice</name>
    <message>
        <source>Folder of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder of the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your own data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file or folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the built-in digits instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the built-in digits</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DataTiles</name>
    <message>
        <source>Change the data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DrawLink</name>
    <message>
        <source>Let go to choose a layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DropLayer</name>
    <message>
        <source>Insert between {source} and {target}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Editor</name>
    <message>
        <source>Add {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect {source} to {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect {source} from {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move {count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename {old} to {new}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change {field} of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change {field}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EndingBox</name>
    <message>
        <source>A line to type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}”: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the trained network in Watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the weights of the last saved epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the weights into the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the trained network as a document…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another Python…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the file of the base’s weights…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of the data…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the built-in digits instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on training from there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See its curves and mistakes in Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the trained network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nnviz documents (*%1)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EnvironmentDialog</name>
    <message>
        <source>Make a training environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder for the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the environment is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment is being made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download the packages and make the environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close; what is half made is deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A Python of its own with Keras and TensorFlow, as this computer needs them. nnviz trains with it from then on; your other Pythons stay as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made with “{python}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Making an empty environment.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export to Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>notebook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder with everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with the weights on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>freshly initialised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder for the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is different from the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing: the export says all that the document says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>made by Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be exported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras draws new weights from the seed {seed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are at step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are before the first step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are at step {step}, with what the optimizer remembers ({slots}): on the same batch, the next step is the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For several GPUs or computers and for speed it takes --strategy, --mixed-precision and --jit-compile; --help tells more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For several GPUs and for speed set strategy, mixed_precision and jit_compile in its cell “Options”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{files} is there already and will be replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{files} are there already and will be replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace and export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras is making the file; this takes some seconds …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is in “{folder}”. This line runs it there: {line}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is in “{folder}”. This line of Python reads it there: {line}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FeaturesErrand</name>
    <message>
        <source>Keras computes the features: {done} of {total} samples …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The samples are written down for Keras …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras is starting, to compute the features; this takes some seconds …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The features are put into the cache …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldView</name>
    <message>
        <source>Output of the network over its two inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test sample {row}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training sample {row}, not in this batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training sample {row}, in this batch: click to trace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at ({x0}, {x1})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output {output}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileField</name>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Open &amp;recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nnviz documents (*%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“%1” has changes that are not saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save them first?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilmPanel</name>
    <message>
        <source>What is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the network says to the same few test samples after each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the first layer that has a kernel, after each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers to a few test samples after each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After each epoch: what the network says to a few test samples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true ↓</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{all} samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now {right} of {all} right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of the first layer after each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After each epoch: the weights of the first layer that has a kernel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit ↓</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}”, {count} units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest weight of each picture has the full colour.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unit {unit} after epoch {epoch}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilmView</name>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FlowBars</name>
    <message>
        <source>Size of the gradient in each layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FlowPanel</name>
    <message>
        <source>Gradient flow ‖∂L/∂W‖ per layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormulaPanel</name>
    <message>
        <source>Nothing to compute yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>class {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormulaView</name>
    <message>
        <source>Formula</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FullTraining</name>
    <message>
        <source>Trained weights</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>IconButton</name>
    <message>
        <source>{name} ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectPanel</name>
    <message>
        <source>Earlier pictures of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Later pictures of weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is inspected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gradient saliency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Occlusion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class that is asked about</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side of the patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side of the patch that covers the picture, in its pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>patch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for the class that is named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing to inspect yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no picture is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no places</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network that runs here takes numbers that belong to no place in the picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output of this network names no classes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A place is a cell of the base’s {rows}×{columns} feature maps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first weights of this network do not lie over the pixels of the picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer}, {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First weights of {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer}: {first}–{last} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Grey is 0; each picture has its own scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue weighs for, orange against; each picture has its own scale.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean over {count} maps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>∂p({name})/∂x up to {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where a small change of a pixel changes the probability of {name} most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>covering place after place: {share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p({name}) = {p}, falls by up to {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{p} falls by up to {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Blue: with this place covered the network takes {name} for less likely; orange: for more likely.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>{count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Together they have {count} parameters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training set-up</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayerView</name>
    <message>
        <source>Name of the layer, in Keras too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it does</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>parameters</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LineKey</name>
    <message>
        <source>Lines: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>Log of the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the program prints appears here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of this run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LossPanel</name>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic loss axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train {loss}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test {loss}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step}. {numbers}. {lines}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{line} at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch of {samples}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean of the last {steps} steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean of 1 step, which is an epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean of {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{samples} test samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 test sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LossView</name>
    <message>
        <source>Loss over the steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}: loss of its batch {loss}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MistakesGrid</name>
    <message>
        <source>Misread pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not kept</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MistakesPanel</name>
    <message>
        <source>Find the mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras lets this network answer to all test samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers that are computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows: true class, columns: class that is named. Click a number to see those samples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} · {weights}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras is starting, to let the network answer; this takes some seconds …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network answers: {done} of {total} samples …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a run in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run has left no weights, so its network cannot be looked at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which test samples does this network get wrong? Keras loads its weights and lets it answer to all of them; that takes some seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{total} test samples, those that are farthest off first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{right} of {total} test samples are named right: {share}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Misread pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{true}, named right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{true} taken for {named}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} samples, and none of them is a mistake.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No test sample is named wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {shown} that the network is surest about, of {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All {count}, the one that the network is surest about first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test picture {number}: taken for {named} with {sure}; it is {true}, which gets {share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sure} {named}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>is {true}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>named</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inputs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Farthest off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ModelImport</name>
    <message>
        <source>&amp;Import Keras model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import a Keras model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras models (*.keras *.h5 *.hdf5)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is looked at …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras is starting, to read “{name}”; this takes some seconds …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras reads “{name}” …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A document is made of “{name}” …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is imported, with its weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NameEdit</name>
    <message>
        <source>Name of the layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NetworkPicture</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NetworkView</name>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line from {source} to {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag a layer here, or choose one in the palette and press Enter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NumericalCheck</name>
    <message>
        <source>Check numerically</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the weight, the sum z or the input a little to both sides and see how much the loss changes: (L(w+ε) − L(w−ε)) / 2ε</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss is computed with the number moved to both sides …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ {numeric} by the loss itself, {backprop} by backpropagation; the difference is {difference}. {w}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✗ {numeric} by the loss itself, {backprop} by backpropagation; the difference is {difference}. {w}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{value} at place {place} of {layer}, sample {sample}; ε = {epsilon}, in float64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{weight}{index} of {layer}, ε = {epsilon}, in float64.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A kink (relu at 0) lies within ε, where the slope is not the same on both sides.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>What is shown of the runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No layer fits “{words}”.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Detach or dock this panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide this panel (the View menu brings it back)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartField</name>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartForm</name>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PartList</name>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number}: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {title}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PathRow</name>
    <message>
        <source>Choose a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PicturesPanel</name>
    <message>
        <source>Number of the test picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous test picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next test picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next misread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next test picture that the network reads wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No other test picture is read wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reading {total} test pictures: {percent} done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} of {total} test pictures are read right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} of {total} test pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{line} at step {step}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test picture {number} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>picture {row} of {count} in this batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read as {name} with {sure}: right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {sure}: right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read as {name} with {sure}: wrong, it is {true}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {sure}: wrong, it is {true}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlaybackControls</name>
    <message>
        <source>To the very beginning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What one step is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of playing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} ({keys})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as fast as possible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play backwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show motion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step: {grain}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speed max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>speed {times}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Problems</name>
    <message>
        <source>No problems: the network runs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advice: {title}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressPanel</name>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss and metrics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not trained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training runs the exported Keras program in a process of its own. The window stays free, and the trained weights come back into the document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping; what was learned is tested and kept …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing as soon as this batch is over …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading {file} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It took {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory: {now}, at most {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}; on the GPU: {now}, at most {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words} · {left} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{done} of {total} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch {batch} of {batches}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProofPanel</name>
    <message>
        <source>Prove it in Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras does this very step too, and every number is compared: outputs, gradients, next weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest differences from Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>next weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The moment is written down for Keras …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras is starting; this takes some seconds …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras does the same step …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The numbers are compared …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss {here} here, {there} in Keras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PythonChoice</name>
    <message>
        <source>Python for training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>path of a Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask this Python for its Keras, backend and devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make one …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make a Python for training, with Keras and TensorFlow as this computer needs them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs TensorFlow and Keras. Empty: the Python that nnviz runs on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Python that has TensorFlow and Keras, or let nnviz make one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking it; its first start takes a while …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named by the environment variable {name}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RateRow</name>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type another learning rate and press Enter; it counts from the next batch on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>÷ 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Halve the learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Halve the learning rate from the next batch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× 2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double the learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double the learning rate from the next batch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A schedule gives the learning rate; it cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} from the next batch on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate must be a number above 0.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>The network was changed meanwhile; try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network starts from weights of “{name}” ({weights}); Undo brings the old ones back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show it in Watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These weights do not fit the network on the canvas: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the design of the run instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the network of “{name}” with its weights ({weights}). It is in no file yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pull a batch of a run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo brings your document back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the run “{name}” with its weights, curves and log?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its folder is deleted from the disk: {folder}. Nothing brings it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunPanel</name>
    <message>
        <source>Results</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of which epoch the weights are taken; those kept at the end are the ones the program returns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into the document</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network on the canvas starts from these weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the design</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opens the network of this run as a document, with these weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which batch of the epoch, in the order in which the run took them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step through it in Watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch stands before this training step, with the weights and the samples of the run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take something back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pull one batch back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with this run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains on after its last full epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open its folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows program, weights, log and history in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete this run…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deletes its folder with all files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>begun {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of {count} of epoch {epoch}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow mixed the pictures of this run; the batch is made of those that Watch holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is the batch that the run took next, in its order, with the optimizer’s memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run ended here; it is the batch that it would have taken next.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunsMode</name>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A tick puts the curves of a run into the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run yet. Every full training of a network leaves one here, with all it learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for runs …</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SamplePanel</name>
    <message>
        <source>Previous sample of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next sample of the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test sample {index}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sample {row} of {count} in this batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sample {row} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>picture of {size}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ScalingChoice</name>
    <message>
        <source>Half precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute in 16 bits, keep the weights in 32: about twice as fast on newer GPUs, slower on CPUs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compile with XLA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compile each step as a whole: a slower start, then often faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The devices that share every batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Devices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first GPU, or the CPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each GPU gets an equal part of every batch, so the batch size must be a multiple of their number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each GPU gets an equal part of every batch, by JAX. For several computers, export the program and start it on each of them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Start from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python for training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{loss}; {optimizer}, learning rate {rate}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{loss}; {optimizer}, learning rate {rate} with {schedule}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be trained yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change {field}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShapesPanel</name>
    <message>
        <source>Shapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>W</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>b</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Z, A</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>params</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameters} parameters in all · X is {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 parameter in all · X is {shape}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Top bar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} — edited</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartChoice</name>
    <message>
        <source>the weights on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new random weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawn by Keras from the seed {seed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are before the first step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are at step {step}; the optimizer goes on with what it remembers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are at step {step}. The optimizer starts anew.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StartWeights</name>
    <message>
        <source>Start weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the seed’s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the seed; frozen, so training keeps them. Type a number to set it by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the seed. Type a number to set it by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{text}” is not a number for a weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set a weight of {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights of {name} from the seed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>1 layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 parameter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} kB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>numbers to predict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{train} training and {test} test samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 training sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{train} training samples, none held back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>step {step}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SurfacePanel</name>
    <message>
        <source>Fit the range to the path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the two weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The surface appears once the network can run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the one training sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all {samples} training samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{samples} of {all} training samples, evenly chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · logarithmic levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slice through 2 of {size} weights · loss of {samples}{levels}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slice through 2 of {size} weights · {samples} of {all} samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 of {size} weights · {samples} of {all} samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The surface is the loss in use (inference). In training {layers} compute something else, so the path does not lie exactly on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss in use; {layers} train otherwise, so the path does not lie exactly on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss in use (inference): the path does not lie exactly on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss in use: the path is not exactly on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computing {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} the loss is {loss}, the surface {level} · the path lies up to {distance} off the slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step}: loss {loss}, surface {level} · path up to {distance} off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss {loss}, surface {level} · path up to {distance} off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss {loss} · path up to {distance} off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surface of step {step} · the run has moved on and is {distance} off this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Surface of step {step} · now {distance} off it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SurfaceView</name>
    <message>
        <source>Loss surface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{a_name} = {a}
{b_name} = {b}
loss {loss}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step {step}; click to go there</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimeChooser</name>
    <message>
        <source>Time step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The time step whose numbers are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All sums of this unit in short, or one of them with every term</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all sums in short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{gate} in full</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Events of this step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>going to step {step} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No step yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step} · epoch {epoch}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>event {event} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{event} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all steps 0 … {most} · computed up to {computed}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps 0 … {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>event {event} of {count} · drag to any moment, forwards or backwards</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change between light and dark</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainMode</name>
    <message>
        <source>Full training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is still training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can go on without the window; nnviz finds it again when it is opened. If it is stopped, what was learned so far stays in the folder of the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trainings that wait: {count}. They stay in the list and start only while a window is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ends after the running batch, tests, and keeps what was learned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All trainings: compare them, see their mistakes, take them back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run goes on in the background; the list shows how far it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains this document, as it is now, when the running training is over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains this document in Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes on where it paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits after the running batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WaitingBox</name>
    <message>
        <source>Start the next one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next one starts when the running training is over, while this window is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They do not start by themselves now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: {epochs} epochs, batch {batch}, {optimizer} {rate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take “{name}” out of the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WatchMode</name>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample being traced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss surface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WeightChooser</name>
    <message>
        <source>{axis}: variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{axis}: index {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WeightModel</name>
    <message>
        <source>Place in the kernel: row, column, channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neuron {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WeightsLoading</name>
    <message>
        <source>Load &amp;weights…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load weights of a &amp;training…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights (*.weights.h5 *.h5 *.hdf5 *.keras *.npz)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load the weights of a training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network was changed meanwhile; load “{name}” again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network starts from the weights in “{name}”; Undo brings the old ones back.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export to Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside nnviz ({reason}). Your document is unharmed; save it to be sure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsaved work of “{name}” was kept when nnviz ended unexpectedly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Maker</name>
    <message>
        <source>&amp;Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A&amp;rrange</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Show everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_SearchBox</name>
    <message>
        <source>Search layers…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search layers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Trouble</name>
    <message>
        <source>Copy the line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nnviz</name>
    <message>
        <source>The network has no Input layer, so no sample can enter it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an Input layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has {count} Input layers, but the data fills only one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has an Input and nothing behind it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a Dense layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect “{source}” to “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full training changes the weights inside “{name}”. They come back as a file that the layer names then, and its features have to be computed again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” expects samples of shape {expected}, but the data has samples of {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set its shape to {shape}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss “{loss}” does not suit this data, whose task is {task}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use “{loss}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are class weights, but this data has no classes; each target would count as the class whose number is nearest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the class weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {found} class weights for {expected} classes; a class without one counts once, a weight without a class is not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give each class its weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The metric “{metric}” does not suit this task with the targets of “{loss}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out “{metric}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has {count} pretrained bases; one is possible. Delete the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Between the Input and “{name}” the network must be a single line, but “{other}” is a fork: take the pictures&apos; other way out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind “{name}” there is nothing that learns from its features.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}”, {what}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use a batch size of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One training step needs {size} of memory ({bytes} bytes), most of it for “{name}”, but only {limit} may be taken here. Make this layer or the batch smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output of “{name}” goes nowhere. As an output of the network it would need the shape {expected}, but it has {found}; connect it or delete it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has {count} outputs. Each is compared with the same targets, and their losses are added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output “{name}” has shape {found}, but the data and the loss need {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{loss}” expects probabilities, but “{name}” ends with {activation}. {fused} gives them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{loss}” is made for outputs of {suits}, but “{name}” ends with {activation}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {activation}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put a Flatten before “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it 1 neuron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it {units} neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a Dense layer with 1 neuron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a Dense layer with {units} neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the network learns from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What training makes small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How a gradient becomes a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples in one step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passes through the data in full training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of all random numbers: weights and batch order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the samples in a new order in every epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the loss for each class, in their order; empty: all count alike</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is measured beside the loss; none chosen: what the task suggests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full training ends after so many epochs without a better one; 0: after all epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full training also writes what TensorBoard shows; needs the package tensorboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no line from “{source}” to “{target}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is where the samples enter; nothing can be connected into it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” has {ports} input(s); there is no input {port}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A line from “{source}” to “{target}” would make a circle, because “{source}” already depends on “{target}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no layer “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” cannot be a layer&apos;s name: Keras takes a letter followed by letters, digits and _, 64 at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is already a layer “{name}”. Names must differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” needs {least} lines that enter it, but has {count}. Draw another line to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” needs at least {least} lines that enter it, but has {count}. Draw another line to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is a {kind}, a kind of layer that this version does not know. It is kept as it is; replace it or use a newer version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” has no input. Draw a line to it from the layer before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} the {quantity} of “{layer}” is no longer a finite number. The learning rate may be too high; go back and make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} the gradient of the {quantity} of “{layer}” is no longer a finite number. The learning rate may be too high; go back and make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} the update makes the {quantity} of “{layer}” no longer a finite number. The learning rate may be too high; go back and make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} what the optimizer remembers of the {quantity} of “{layer}” is no longer a finite number. The learning rate may be too high; go back and make it smaller.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applies an activation function to every value. It has no weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>relu sigmoid tanh softmax nonlinearity function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Core</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reshaping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Regularization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pretrained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training changes the weights; otherwise they are frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the weights, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the biases, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the layer&apos;s output, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the weights are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the biases are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dense</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every neuron takes all inputs, weighs them, adds its bias and passes the sum through the activation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fully connected linear perceptron units neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of neurons</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function applied to each neuron&apos;s sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a learned constant to each sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the weights start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the biases start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lays the numbers of each sample, for example a picture&apos;s pixels, in one row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reshape vector row pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glorot uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras&apos; default: keeps signals of equal size in both directions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Glorot normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like Glorot uniform, drawn from a normal distribution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>He uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made for ReLU: twice the variance, because half of the signal is cut.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>He normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like He uniform, drawn from a normal distribution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LeCun uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps signals of equal size on the way forward; made for selu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LeCun normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like LeCun uniform, drawn from a normal distribution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>variance scaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The family that Glorot, He and LeCun belong to, with all of its choices in the open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the variance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the variance is divided by: inputs, outputs or the mean of both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Form of the distribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A normal distribution whose width you choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Middle of the distribution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>truncated normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A normal distribution without values far from its middle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation before it is cut off at twice that</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>uniform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All values between two limits that you choose are equally likely.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>orthogonal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns the signal without stretching it; often used in recurrent layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the whole matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{initializer}” makes a matrix, but this weight is a single row of numbers. Choose another initializer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>identity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every unit starts by handing one input on unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value on the diagonal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{initializer}” is for a weight with two axes, but this one has {count}. Choose another initializer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One value for all. A constant kernel makes all units learn the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>given values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start values typed in by hand: for a kernel one row for each input with one number for each unit, for a bias a single row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values, one row in a line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The given values must be {rows} × {columns} numbers (rows × columns), but they are {found_rows} × {found_columns}. Type in the missing ones or take the others away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good for factors. A kernel of ones makes all units learn the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zeros</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Good for biases. A kernel of zeros makes all units learn the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The samples enter here. Its shape is the shape of one sample of the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data features samples start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of one sample, without the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Binary cross-entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For two classes and one output: the surprise at the right answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log loss logistic two classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output is a logit, not a probability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Categorical cross-entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For several classes, one output each, targets as rows with a single 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log loss softmax one-hot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outputs are logits, not probabilities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparse categorical cross-entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For several classes, one output each, targets as class numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log loss softmax labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of the squared differences, without a factor ½. For numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MSE regression squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half sum of squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss of textbooks: ½ of the squared differences, added up over the outputs; then the mean over the samples of the batch. Not in Keras: a program gets it as a small function.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SSE half squared error textbook ½ E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every weight gets a step of its own size, from the history of its gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adaptive moments amsgrad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divide by the largest mean square so far (AMSGrad)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the mean of the gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the mean of their squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the mean of the squared gradients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added under the root, against division by 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added to the root, against division by 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SGD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each weight goes a little way against its gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gradient descent momentum nesterov</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Momentum looks one step ahead (Nesterov)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every gradient is divided by its own usual size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>root mean square momentum centered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the last step that is kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divide by the deviation from the mean gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} has no field “{field}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{owner}: {field} must be {expected}, but it is {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” is not a batch: it must be an .npz file with x and y ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}”: x has the shape {x} and y {y}; expected as many rows in both and x (n, {expected}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The numbers are used as they are; they are not scaled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No samples are held back: the test samples are the training samples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start of the random numbers that make or divide the samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the samples held back for testing; 0 tests with the training samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A disc inside a ring: no straight line parts them, one hidden layer does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ring disc points two classes binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column “{column}” of “{file}” is the target, so it cannot be an input as well: take it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” holds names of columns but no rows: add rows of numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no column “{column}” in “{file}”; it has {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column “{column}” of “{file}” is always {value}, so there is nothing to learn: choose another target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column “{column}” of “{file}” has {found} different values, but a binary target has 2: choose another task or target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column “{column}” of “{file}” has {found} different values, too many for classes: choose another target, or regression if they are numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{value}” in row {row}, column “{column}” of “{file}” is not a number, but regression predicts numbers: correct it or choose classes as the task.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row {row} of “{file}” has {found} values, but row {first} has {expected}: give every row the same number of columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is empty: a table needs rows of numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In “{file}” the comma cannot part the columns and be the decimal comma at once: choose another separator or switch the decimal comma off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” has a single column, but inputs and a target are needed: check the separator between the columns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file “{file}”: choose it again, or the folder it is in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” cannot be opened: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” has {size} megabytes; {limit} are the most that is read: take fewer rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is not a text file: save the table as CSV (UTF-8).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” cannot be read as a table: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two columns of “{file}” are called “{column}”: names must differ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Row {row} of “{file}” has no value in column “{column}”: fill it in or delete the row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{value}” in row {row}, column “{column}” of “{file}” is too large a number: correct it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{value}” in row {row}, column “{column}” of “{file}” is not a number: switch the decimal comma on or off, or correct the value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{value}” in row {row}, column “{column}” of “{file}” is not a number: if row 1 holds the names of the columns, set the header to yes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{value}” in row {row}, column “{column}” of “{file}” is not a number: correct it, or leave the column out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The built-in digits come with scikit-learn, which is not installed; install it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digits, 8×8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1797 small pictures of handwritten digits, built in and quick to train on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>handwriting pictures images numbers ten classes scikit-learn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grey values 0 to 16 are divided by 16, so they lie between 0 and 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two Gaussians</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two round clouds: a single neuron parts them with a straight line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal clouds blobs points two classes binary linear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is damaged or is no npz archive: delete it, then it can be downloaded again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is not the MNIST file of Keras: {name} should be {expected}, but it is {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST digits, 28×28</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>70,000 pictures of handwritten digits. Keras downloads them once (11 MB) when training starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>handwriting pictures images numbers ten classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST is not on this computer: choose the folder that holds {file}, or start the training once, which downloads it, or use the built-in digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The grey values 0 to 255 are divided by 255, so they lie between 0 and 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plane (regression)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number to predict that depends linearly on two inputs: one neuron finds the coefficients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>linear regression line points numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the first input is multiplied by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the second input is multiplied by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A few samples typed in, to follow a calculation made by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worksheet exercise own numbers by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs, one row for each sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets, one row for each sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {inputs} rows of inputs but {targets} of targets; each sample needs both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two arms wound around each other: needs several layers and patience.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>arms points two classes binary hard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns of each arm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own table (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers from a file of your own, one row for each sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>csv file spreadsheet excel pandas own data columns diabetes pima</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The CSV file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name or number of the column to predict; empty for the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names or numbers of the input columns, parted by commas; empty for all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is predicted; auto takes words and up to ten whole numbers for classes, else a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring the inputs to mean 0 and deviation 1 (standard), to 0 to 1 (minmax), or leave them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether the first row holds names; auto: if it holds no number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What parts the columns; auto looks at the first row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers are written 1,5 and not 1.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No table is chosen: choose a CSV file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” has {rows} rows of data, too few to learn from: add rows or hold less back for testing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every input is shifted by its mean and divided by its standard deviation, both measured on the training samples: {steps}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every input is shifted by its least value and divided by its range, both measured on the training samples, so that these lie between 0 and 1: {steps}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” has {rows} rows ({test} held back for testing) and {columns} columns, separated by “{separator}” and named by its first row; the target is “{target}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” has {rows} rows ({test} held back for testing) and {columns} columns, separated by “{separator}”, without a header; the target is column {target}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of points</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of the random part of every point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XOR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class 1 where exactly one input is positive: the classic that one neuron cannot learn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exclusive or checkerboard points two classes binary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document cannot be read: {place}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” cannot be read: {place}: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the layers form a circle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is not a free name of letters, digits and _.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no layer “{name}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input {port} of “{name}” does not exist or is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its fields are nested too deeply.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expected an object with a “kind”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{kind}” is not one of the {family} this version knows: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such field.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” was not saved, because it could not be opened again. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” was not saved: the disk is full. The file on the disk is as before; free some space or save elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” was not saved: you may not write there. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” was not saved ({reason}). The file on the disk is as before; save elsewhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” cannot be opened: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is not an nnviz document, or it is damaged ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is refused: its {member} would take {size} bytes, the limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” was made by a newer nnviz (file version {found}, this one reads up to {known}). Update nnviz to open it; the file was not changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program cannot be written to “{folder}”: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weight “{path}” is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has no weight “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weight “{path}” holds numbers that are not finite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weight “{path}” has shape {found}, but the network needs {wanted}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is of no kind that holds weights; choose a .weights.h5, .h5, .keras or .npz file, or the folder of a training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” holds a network but no weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder “{folder}” holds no trained weights ({trained}, .keras or .weights.h5).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” is a folder; the model must be one file (.keras or .h5), as model.save writes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” does not end in .keras or .h5, by which Keras tells the kind of a model file; rename it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is no model file of Keras, or it is damaged ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is refused: what is in it would take {size} bytes, the limit is {limit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” holds weights but no network; import a file with the whole model, as model.save writes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” holds a model of the class {kind}, whose forward pass is program text; only Sequential and functional models can be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is a Lambda layer: it is program text from the file, which is not run. {mend}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is a {kind}, a class of its own that only its author&apos;s program knows. {mend}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is a {kind}, a kind of layer that nnviz does not have. {mend}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take it out of the model or replace it, and save the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” asks for {kind} of the module {module}, which is not part of Keras and is not run; save the model without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” is no weights file of Keras, or it is damaged ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds no weights in the layout of Keras 3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” has {wanted} weights, but the file holds {count} for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds weights of a layer “{group}” that the network has not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has no weight {weight} any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both axes are {weight}. Choose another weight for one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no template “{name}”. There are: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” has no pretrained base that weights could be given to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle, 2-4-2-1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A disc inside a ring, parted by six neurons. A good first run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digits 8×8, 64-16-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small handwritten digits that need no download; every neuron can be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First backward pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target 11, output 9: follow the error back to every weight and take one step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First forward pass</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs 2 and 3 through two neurons: 5 and 1, then 9. Check it by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two clouds, one neuron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logistic regression: a single neuron draws a straight line between two clouds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One neuron recovers the weights 2 and 3 and the bias 4 from noisy points.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST, 784-512-512-10</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>70,000 handwritten digits; export it and train it to 98 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spiral, 2-8-8-1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two arms wound around each other: the hardest of the point sets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>XOR, 2-4-3-1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opposite corners belong together: impossible for one neuron, easy with a hidden layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} products are added up, of which a few are written here, and the activation {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} terms are added up, of which a few are written here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every input times its weight, added up, plus the bias. There is no activation: a = z.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every input times its weight, added up, plus the bias; the activation {name} makes the output.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softmax makes the {count} sums into shares that add up to 1. This is neuron {unit}&apos;s share.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The activation {name} of each value by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every input times its weight, added up, plus the bias. {name} waits for the other neurons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparsemax takes the same number from all {count} sums, so that what stays above 0 adds up to 1. This is neuron {unit}&apos;s share.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The logarithms of the shares into which softmax makes the {count} sums. This is neuron {unit}&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch of one sample enters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch of {count} samples enters. Drawn is sample {row} of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All neurons of the layer at once, for the one sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All neurons of the layer and all {count} samples of the batch at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training process was ended or crashed, and left no word. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder holds no run that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epochs planned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the document’s weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new random weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>started from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trained by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>strategy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>yes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>half precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compiled with XLA</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layers} layers, {parameters} parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>backward</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neuron</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>phase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight ({window}) of input {input}, map {map}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · the batch enters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · sum and activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · error signal δ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · gradients of weights and bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · gradient to the layer before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{phase} · {layer} · new weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{event} · neuron {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting TensorFlow …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the data …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring on the validation samples …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring on the test samples …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate is now {rate}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A schedule gives the learning rate; it cannot be changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One epoch takes about {epoch}, all {epochs} about {all}; {memory} of memory and {device} on the GPU are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One epoch takes about {epoch}, all {epochs} about {all}; {memory} of memory are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping; what was learned is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains on {devices}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains on the CPU ({cpu}). {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CUDA_VISIBLE_DEVICES hides the GPUs; take it out of the environment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow has used no GPU on native Windows since 2.11; with WSL2 it does: train with a Python there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow uses no GPU on macOS without tensorflow-metal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No driver of an NVIDIA GPU was found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an NVIDIA driver, but this TensorFlow is built for the CPU only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is an NVIDIA driver, but the CUDA libraries are missing; this installs them: pip install tensorflow[and-cuda]</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Python to train with is known. Choose one that has TensorFlow and Keras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” is no run folder that can be resumed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training in “{folder}” is still running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program in “{folder}” is of an nnviz that could not resume yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training needs at least one epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” cannot be written: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training process is gone without a word: it was ended from outside, or it crashed. {kept} The log may say more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training process ended unexpectedly (exit status {code}). {kept} The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Python for training, “{python}”, cannot be started: {reason}. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is finished: {results}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training was stopped in epoch {epochs}; the weights are kept: {results}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training was stopped before it began; nothing has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the last epoch that was saved are kept; the training can be resumed from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the last epoch that was saved are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The best network so far is kept in model.keras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No weights could be kept for the document; it is as before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training process was ended from outside ({signal}); the system does so when memory runs out. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training process crashed ({signal}). {kept} The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In epoch {epoch}, batch {batch}, the loss is no longer a finite number; training has ended. The learning rate may be too high. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of the computer or of the GPU is not enough. A smaller batch needs less. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full, so training cannot save and has ended. Free some space. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data could not be downloaded: the network does not answer. Try again later, or choose the folder that holds the data. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file is missing ({detail}). Choose the folder that holds the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program does not accept its options; the log says which.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program ended with an error ({detail}). {kept} The log says more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the pretrained base could not be downloaded: the network does not answer. Try again later, or choose a file that holds them. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program does not accept its options: {detail}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In epoch {epoch}, batch {batch}, the loss is no longer a finite number; training has ended. The first such numbers are in the layer “{layer}”. The learning rate may be too high. {kept}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Python for training has no {module}. This line installs what is missing: {command}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trained weights in “{path}” cannot be used ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This has not been computed yet at this moment. Step forward.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to {layer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>neuron {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>place {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bias {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight {source} → {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss makes probabilities of the sums z by {own}; what is left is probability minus target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind {activation}, the loss and the activation together leave output minus target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Behind {activation}, the loss and the activation together leave output minus target. The 1/m of the mean over the {count} samples is already in δ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum z was positive, so relu lets the error through: g′(z) = 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sum z was not positive, so relu stops the error: g′(z) = 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slope of the loss at this output, times the slope of the activation. 1/m is inside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error signals of {next} come back through the weights, times the slope of the activation here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error signal δ of this neuron times what entered through this edge; for the bias δ itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What entered through this edge times the error signal δ, added up over the {count} samples. The 1/m of the mean is inside each δ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every error signal of this layer goes back through its weights to {before}; here to neuron {unit}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole layer at once, for the one sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The whole layer and all {count} samples at once. The 1/m of the mean is inside dZ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has {count} outputs; each is compared with the same targets, and the losses are added up. Here: {layer}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>c is the weight of the sample&apos;s class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>R is the penalty of the regularizers; it is added to the mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in Keras, this loss takes the sums z as logits and makes probabilities of them by {own}; the layer&apos;s own {activation} plays no part in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One sample in the batch: its loss is the loss of the batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss of sample {row}, then the mean over the {count} samples of the batch: one number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{optimizer} moves every weight of the layer in this way, all at once. Click on another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{optimizer} moves this weight against its gradient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is Python {version}: “{python}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is Python {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has Keras {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{backend} {version} computes for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Python for training, “{python}”, has not answered for {seconds} seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Python for training, “{python}”, cannot start TensorFlow: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{python}” does not answer as a Python with TensorFlow does; it ended with {status}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{python}” does not answer as a Python with TensorFlow does; it says: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A loss surface needs two weights; this network has fewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} some weights are no longer finite numbers; there is no surface here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no display to open the window on. Without one, `nnviz tour --out DIR` shows the whole program in pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no display and no Xvfb to make one. On Debian and Ubuntu: apt-get install xvfb libgl1-mesa-dri</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Xvfb could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It opens on something that runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Circle, 2-4-2-1, in the backward pass of step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network that does not fit its data was not told of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What does not fit is told in words, with the mend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put together layer by layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{parameters} parameters. {note}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One batch forward: every layer from the one before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss compares the output with the right answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The error travels back to every weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every weight takes its step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One step: {phase}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stepping back did not return to the same numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss surface</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After {steps} steps the loss went from {first} to {last}; back and again, bit for bit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One click to Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program and the weights on the screen are in the folder exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program could not be exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full training in Keras</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The exported program runs in a process of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trained network reads test pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its weights are in the document; every layer can be looked into.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One that it misreads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The trained document could not be saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An edit of the tour was refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tour waited {seconds} s for {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” could not be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data is MNIST: 60,000 pictures to learn from, 10,000 to test.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST is not on this machine and could not be downloaded: the built-in 8×8 digits stand in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST is not on this machine; Keras tries to download it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training broke off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training was stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{trained}: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped in epoch {epochs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained 1 epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained {epochs} epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{results}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} of {count} training samples are right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} of {count} test pictures are right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} of {count} test samples are right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights are in the document; Undo brings the old ones back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document is not the “{name}” that was trained, so the weights were not put into it by themselves. They fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document is not the “{name}” that was trained, and the weights do not fit it. Save the network that was trained as a document of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights fit this document; they were not put into it by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training was ended at once. The weights of the last epoch that was saved are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training was ended at once. No epoch was complete; the document is as before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by a formula; nothing is downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Built in: they come with scikit-learn; nothing is downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typed in; they are part of the program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program makes these samples; nothing is downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not on this computer. Keras downloads it when training starts (11 MB).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found: “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found in Keras’ own folder: “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No table is chosen yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No TFRecord file is chosen yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No folder of pictures is chosen yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not on this computer. Keras downloads them when training starts (218 MB).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read from “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>y = {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} · neuron {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} · row {row}, column {column}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} · map {map}, row {row}, column {column}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} · time {time}, feature {feature}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} · {weight}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} · weight {source} → {unit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{shown} of {count} maps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time →</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>frozen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unchanged in Watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sealed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data is being loaded …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network cannot run yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss “{loss}” needs targets of the shape {expected} for each sample, but they have {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss “{loss}” needs a class number from 0 to {last} for each sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of each target that is spread evenly over the classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Build</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute features</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the built-in digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is neither a command nor a file “{word}”; nnviz --help lists the commands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flowers (photographs)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Photographs of five kinds of flowers. Keras downloads them once (218 MB) when training starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pictures images photographs five classes daisy rose tulip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The flowers are not on this computer: choose the folder that holds {folder}, or start the training once, which downloads them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples without a meaning, of any shape: to run a network whose own data is not here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise random placeholder neutral imported any shape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of one sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inputs are whole numbers below this; 0: any numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of the output for one sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Targets are numbers of so many classes; 0: any numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own pictures (folder)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder that holds one folder of pictures for each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>photographs images jpg png own classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder that holds one folder of pictures for each class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No pictures are chosen yet: choose a folder that holds one folder for each class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder “{folder}”: choose the folder of the pictures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height and width every picture is stretched to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures of each class that Watch takes; training takes all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The colour values 0 to 255 are divided by 255; every picture is stretched to {height}×{width}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Watch takes {chosen} of {all} pictures to learn from; full training takes all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder “{folder}” cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” holds {count} folders with pictures ({endings}); there must be one folder for each class, at least 2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is no picture that can be read ({reason}): replace it or take it out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{found}” names no weight; write its path and its place, for example dense/kernel[0,2].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{path}” is not trained, so the loss has no gradient for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No gradient comes back to “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no value {path}{index}: (samples, values) here are {shape}, counted from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no weight {path}{index}; there are: {shapes}, and the layers’ values, such as {value}[0, 0].</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What “{name}” makes of the {samples} chosen samples is not computed yet. Keras does it once, in a process of its own: press “Compute features”, or type nnviz features with this document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The process that runs Keras ended unexpectedly ({status}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory of the computer or of the GPU is not enough for this network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk is full; free some space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras ended with an error ({detail}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has no pretrained base, so there is nothing to compute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no weights file “{file}” for “{name}”: choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The features that Keras computed cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras could load the file only without its training settings (compile=False): {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model was saved without training settings (it is not compiled).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The optimizer is Adam, as no other is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The optimizer is Adam instead: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has {steps} training steps behind it; what its optimizer remembers of them ({slots}) starts anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss is {loss} instead: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The loss is {loss}, which suits the output layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The data is “{data}”, because the shapes fit; choose your own in Build.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds no samples, so the data is random numbers of the shape {shape}; choose your own in Build.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model has {steps} training steps behind it; the optimizer goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” does not say the shape of its samples; begin the model with keras.Input and save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is a model of the class {detail}, whose forward pass is program text; only Sequential and functional models can be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is used in several places with the same weights; nnviz gives every layer its own, so the model cannot be imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is called with more than its input ({detail}), which nnviz cannot show; call it with the input alone and save the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” is an operation ({detail}) and not a layer; put the layer that does the same in its place (Add for +, Multiply for *).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” has several outputs; nnviz shows layers with one output only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” has two weights of the same name, so that they cannot be told apart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras cannot read the model: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} layers have other names here: {names} …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some layers have other names here: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” computes in {kind} in Keras; nnviz computes in float32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” cannot be imported: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has {count} inputs, but at most {most} are possible here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its output has the shape {expected} in Keras, but {found} here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its weight {weight} has no place here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a {kind}, which nnviz does not have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} is {value}, which has no place in nnviz’s {kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it takes samples of the shape {shape}, but every number of a shape must be fixed here; give the model&apos;s Input whole numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} with settings of its own is used as a function; put it behind as a layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} is none of the {family} that nnviz has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{kind} has {field} {value}, which has no place here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Constant has the value {value}, which has no place here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the loss {kind} is not one that nnviz has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} {value} of the loss {kind} has no place here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics that have no counterpart here are left out: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the optimizer {kind} is not one that nnviz has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{field} {value} of the optimizer {kind} has no place here and is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the learning rate schedule {kind} is not one that nnviz has</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the learning rate schedule {kind} has settings that have no place here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step} in Keras {keras} ({backend}) agrees: the largest difference is {relative} of the largest number, {place}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step} in Keras {keras} ({backend}) does not agree: the difference is {relative} of the largest number, {place}; {tolerance} is allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random layers ({layers}) are replaced in Keras by the very numbers that were drawn here for this step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layers that change the samples in full training only ({layers}) are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras gets the gradient of {layers} with equal indices added up, as in its definition. In its own training on TensorFlow, an optimizer that squares gradients squares them one by one, so there the next weights differ where an index occurs twice in a batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the output of “{layer}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the gradients of “{layer}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the next weights of “{layer}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets values above a threshold through and cuts the others; its limits are yours to set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rectified linear unit activation threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest output; empty for no limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slope below the threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values up to this one are cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A ReLU that lets a small part of negative values through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rectified linear unit activation dying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slope for negative values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ELU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lets positive values through; negative ones level off smoothly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exponential linear unit activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output for very negative values is minus this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parametric ReLU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A leaky ReLU that learns how much of negative values it lets through.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prelu rectified linear unit activation learned slope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the slopes start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the slopes, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the slopes are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axes along which one slope is shared; 1×2 for the pixels of a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PReLU shares its slopes along axis {axis}, but a sample here has {axes} axes. Set shared_axes to numbers from 1 to {axes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes the values along an axis into shares that add up to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>probabilities classes activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axis along which the shares add up to 1; −1 is the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Softmax works along axis {axis}, but a sample here has {axes} axes. Set axis to a number from 1 to {axes}, or −1 for the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activity regularization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hands its input on and adds a penalty on large values to the loss, so that they become small.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>penalty l1 l2 sparse output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the sum of sizes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the sum of squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds its inputs value by value. With a way around other layers it makes a residual block.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sum plus residual skip connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alpha dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout for networks with SELU: values are set to SELU&apos;s lowest one, so that mean and variance stay. Which ones follows from the document&apos;s seed; Keras draws its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>selu random overfitting mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the values that are set to SELU&apos;s lowest one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} takes pictures with height, width and channels, but gets samples with {rank} axes. Put a Reshape before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What stands where the picture was not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How values between pixels are made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The value for “constant”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the mean of its inputs value by value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean ensemble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AveragePooling1D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the mean of every window, so that the sequence becomes shorter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean pool subsampling downsampling sequence series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AveragePooling2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the mean of every window, so that the picture shrinks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean pool subsampling downsampling picture image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} works along axis {axis}, but its samples have the axes 1 to {rank}, or −{rank} to −1 from the end. Change the axis.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brings every feature to mean 0 and deviation 1 over the batch, then scales and shifts it by learned numbers. Outside of training, and when it is frozen, it uses averages over the batches before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>batchnorm bn standardize mean variance moving average</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis of the features, 0 is the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much the moving averages keep of themselves in a step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added to the variance, so that nothing divides by 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the moving mean starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the moving variance starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Concatenate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts its inputs side by side, so that what follows sees all of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>join stack side by side channels fire module unet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis along which they are joined, 0 is the batch; −1: the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Concatenate joins along axis {axis} and needs inputs that are alike along all others, but gets {first} and {other}. Make them alike, for example with a Reshape before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>non-negative</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative weights become 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>positive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axes that one norm sums over: 0 for Dense, 0×1×2 for a picture&apos;s convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{constraint}” sums over the axes {axes}, but this weight has {count} axes, counted from 0. Set axis to different ones of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>largest norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights into a unit are shortened where they are longer than a limit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length clip limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>norm 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights into a unit are brought to length 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>length normalize</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>norm within limits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The length of the weights into a unit is brought towards an interval.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the way is gone at every update; 1 is all of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conv1D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves a window along a sequence; each filter looks for the same pattern at every step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convolution sequence time series signal filter kernel causal window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps in the window that is moved along the sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps that the window moves at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance of the steps in the window; 1 leaves no gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the filters start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conv2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves small windows over a picture; each filter looks for the same pattern everywhere and makes a map of where it found it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convolution picture image filter kernel feature map window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conv2DTranspose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts a small pattern into a larger picture for every pixel that comes in, and adds up what overlaps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deconvolution transposed upsampling decoder picture image generator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels added to the output below and at the right; smaller than the strides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conv2DTranspose cannot add {padding} pixels with strides {strides} and a window of {kernel}: output_padding must be smaller than the strides and, for an even window and the padding “same”, above 0. Leave it empty to let Keras choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cropping2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cuts rows and columns off the sides of a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>crop cut border margin picture image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut off at the top, at the bottom, at the left and at the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cropping2D cuts off {rows} rows and {columns} columns, but the picture is only {found}. Cut off less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DepthwiseConv2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moves a window over each channel on its own, without mixing the channels: far fewer weights than Conv2D.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convolution channel separable mobile picture image filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplies two inputs value by value and adds up along an axis: how much they are alike.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>product scalar inner cosine similarity matrix attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis to add up along, or one for each input; 0 is the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring both to length 1 first: the cosine of their angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dot takes one axis, or one for each of two inputs, not {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dot adds up along axes of one size, but they have {first} and {second}. Change the axes, or the layers before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets some values to 0 in every training step, so that no neuron relies on a single other one; the values kept grow to make up for it. Which ones follows from the document&apos;s seed; Keras draws its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drop random overfitting mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks every whole number up in a table and hands on its row, which is learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>word vector table lookup text token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of the table: largest number + 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the table starts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the table, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the table is brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaussian dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplies every value by a random number around 1 in every training step. The numbers follow from the document&apos;s seed; Keras draws its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>noise random normal overfitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strength, as the share that a dropout would set to 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaussian noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adds a random number to every value in every training step. The numbers follow from the document&apos;s seed; Keras draws its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>random normal blur overfitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Standard deviation of what is added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GlobalAveragePooling1D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the mean of each channel over the whole sequence, which leaves one number a channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean pool sequence channels flatten head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GlobalAveragePooling2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the mean of each channel over the whole picture, which leaves one number a channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean pool picture channels flatten head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GlobalMaxPooling1D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the largest number of each channel over the whole sequence, one number a channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximum pool sequence channels flatten head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GlobalMaxPooling2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the largest number of each channel over the whole picture, one number a channel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximum pool picture channels flatten head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group normalization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brings groups of channels of each sample to mean 0 and deviation 1, whatever the rest of the batch is, then scales and shifts every channel by learned numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>groupnorm gn instance standardize channels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of groups of channels; −1: each channel is one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group normalization cannot cut {channels} channels into {groups} groups of equal size. Change the number of groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GRU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads a sequence and mixes its state with a new one at every step; gates decide how much of each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recurrent sequence time gated memory text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers in the state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function of the new state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function of the gates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The reset gate comes after the product with the state, not before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hands its input on. It holds a place, or gives a way around others a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing pass through placeholder skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer normalization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brings the values of each sample to mean 0 and deviation 1, whatever the rest of the batch is, then scales and shifts them by learned numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>layernorm ln standardize mean variance transformer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axes that mean and variance go over, 0 is the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Layer normalization names an axis twice ({axes}). Take one of them out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads a sequence with a memory: gates decide what is forgotten, what is written and what is handed on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recurrent sequence time long short-term memory text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function of what is written and read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start with open forget gates: their biases are 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hands on the largest of its inputs, value by value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max largest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MaxPooling1D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the largest number of every window, so that the sequence becomes shorter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximum pool subsampling downsampling sequence series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MaxPooling2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keeps the largest number of every window, so that the picture shrinks and what was found stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximum pool subsampling downsampling picture image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} needs inputs of one shape (or 1 along an axis), but gets {first} and {other}. Make them alike, for example with a Dense or a Reshape before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hands on the smallest of its inputs, value by value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>min smallest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplies its inputs value by value: one opens or closes the other like a gate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>product times gate attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the values that are set to 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the mean of the training data from every feature and divides by its deviation. Unless you give both, they are computed from the training data before the first step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>standardize mean variance adapt features scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis that has a mean for each index, 0 is the batch; none: one for all values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean, one number or one for each index; empty: from the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The variance, as many numbers as means; empty: from the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go the other way: from normalized values to original ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Normalization needs as many means as variances, none, 1 or {values}, but there are {means} and {variances}. Change them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts the axes of each sample in another order, for example 2, 1: turned over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>transpose swap axes order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axes in their new order, counted from 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Permute must name each axis of its samples once, 1 to {rank}, but its order is {found}. Change the order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height and width of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels that the window moves at a time; empty: its own size, no overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps in the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps that the window moves at a time; empty: its own size, no overlap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the axes of the pixels, with length 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights learned on ImageNet (Keras downloads them once), or random ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights from a file instead; empty: Keras&apos; own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is left of each feature map: all of it, its mean or its maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full training also changes the weights inside (fine tuning)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} takes colour pictures of at least {smallest}×{smallest}×3, but a sample here has the shape {found}. Choose photographs as the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The inside of {layer} is computed by Keras: its features are not there yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no gradient inside {layer} here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MobileNetV2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small network trained on a million photographs, without its last layer. It wants values −1 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pretrained transfer learning base features imagenet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Xception</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A network of separable convolutions trained on ImageNet, without its last layer; values −1 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pretrained transfer learning base features imagenet separable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EfficientNetV2B0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An efficient network trained on ImageNet, without its last layer; it wants values 0 to 255.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pretrained transfer learning base features imagenet efficient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ResNet50V2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A deep residual network trained on ImageNet, without its last layer; it wants values −1 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pretrained transfer learning base features imagenet residual</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random brightness (in Keras only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brightens or darkens pictures at random in the exported program&apos;s training. Here they are handed on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light dark exposure augmentation picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest change, as a part of the range of values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least and largest value of the pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random contrast (in Keras only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raises the contrast of pictures at random in the exported program&apos;s training. Here they are handed on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>contrast light augmentation picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest gain of contrast, as a part of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random flip (in Keras only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mirrors pictures at random in the exported program&apos;s training. Here they are handed on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mirror augmentation horizontal vertical picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which way pictures are mirrored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random rotation (in Keras only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Turns pictures at random in the exported program&apos;s training. Here they are handed on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>rotate turn angle augmentation picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest turn either way, as a part of a whole one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random translation (in Keras only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shifts pictures at random in the exported program&apos;s training. Here they are handed on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shift move augmentation picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest shift up or down, as a part of the height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest shift to a side, as a part of the width</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random zoom (in Keras only)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enlarges or shrinks pictures at random in the exported program&apos;s training. Here they are handed on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale size augmentation picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest change of the height, as a part of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest change of the width, as a part of it; none: as the height</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the weights of the inputs start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the weights of the state start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the weights of the state, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the weights of the state are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand on the state of every time step, not only the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the sequence from its end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} reads a sequence of shape (time steps, features), but a sample here has the shape {found}. Put a Reshape or an Embedding before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulls every weight towards 0 with the same force, so that many become 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lasso sparse penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulls every weight towards 0, the large ones harder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ridge weight decay penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L1 and L2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both penalties at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>elastic net penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulls the rows or the columns of a matrix towards right angles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>angle independent penalty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the mean of the products</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether rows or columns (the units of a Dense) are compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{regularizer}” is for a weight with two axes and at least two {mode}, but its shape is {shape}. Choose another regularizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat vector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes a sequence of a row: the same row in every place.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>repeat sequence copies decoder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often the row is repeated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat vector takes a row of numbers a sample, but gets {rank} axes. Put a Flatten before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescaling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiplies every value by a fixed number and adds another: pixels from 0 to 255 become 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scale range pixels 255 offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What values are multiplied by: one number, or one for each channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is added then: one number, or one for each channel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rescaling needs one number as {field}, or one for each of the {channels} channels, but there are {count}. Change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reshape</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lays the numbers of each sample in another shape, in the same order.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shape axes rows columns picture vector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape of one sample, without the batch; one number may be −1: what is left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reshape takes a target shape of numbers above 0, of which one may be −1, but it is {found}. Change it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reshape gets {count} numbers a sample, which do not fill the target shape {found}. Change the target shape, or put −1 for one of its numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SeparableConv2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks for patterns in each channel on its own, then mixes the channels pixel by pixel: nearly what Conv2D does with far fewer weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>convolution depthwise pointwise xception mobile picture image filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the filters of the single channels start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the weights that mix the channels start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the filters of the single channels, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the weights that mix the channels, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the filters of the channels are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the mixing weights are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SimpleRNN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reads a sequence step by step and keeps a state; each state comes from the input and the state before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recurrent sequence time memory text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function that makes the state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of filters: each makes one channel of the output</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Height and width of the window that is moved over the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels that the window moves at a time, down and across</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Distance of the pixels in the window, down and across; 1 leaves no gaps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups of channels, each of which has its own filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number of filters that every channel has to itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function applied to each sum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a learned constant to each channel&apos;s sums</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial dropout 1D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sets whole channels to 0 in every training step, because neighbours within a channel tell much the same. Which ones follows from the document&apos;s seed; Keras draws its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>drop channels feature maps random overfitting mask</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial dropout 1D takes samples with 2 axes (places, channels), but gets {rank}. Put a Reshape before it, or use Dropout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial dropout 2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spatial dropout 2D takes samples with 3 axes (height, width, channels), but gets {rank}. Put a Reshape before it, or use Dropout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a learned constant, β</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Multiply by a learned factor, γ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the constants start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the factors start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the constants, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Penalty on the factors, added to the loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the constants are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the factors are brought back to after every update</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Takes the second input from the first, value by value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minus difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit normalization</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Divides the values of each sample by their length, so that only direction counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>l2 norm length direction cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The axis of the values whose length becomes 1, 0 is the batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UpSampling2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes a picture larger by repeating its pixels or by blending them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>enlarge zoom resize repeat interpolation decoder picture image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many times higher and wider the picture becomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New pixels: nearest repeats the old ones, bilinear blends them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the border: valid keeps every window inside, same adds zeros so that no pixel is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} needs pictures of height, width and channels, but it gets {found}. Put a Reshape to {mend} before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} needs pictures of height, width and channels, but it gets {found}. Put a Reshape to height, width and channels before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} needs sequences of steps and channels, but it gets {found}. Put a Reshape, for example to {mend}, before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window of {layer} covers {reach} pixels, but what it gets is only {found} large. Make the window smaller, or choose the padding “same”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} has strides {strides} and a dilation of {dilation}; Keras allows only one of the two to be above 1. Set the other to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} has strides {strides}, but TensorFlow needs the same number down and across. Make the two equal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} has {groups} groups, which must divide its {filters} filters and the {channels} channels that it gets. Choose another number of groups.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” has its channels first (data_format), but here the channels are always the last axis. Build the model with channels_last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZeroPadding2D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Puts rows and columns of zeros around a picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pad border margin frame picture image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zeros at the top, at the bottom, at the left and at the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cosine similarity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minus the cosine of the angle between outputs and targets as vectors; their sizes do not count.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>angle direction vectors embedding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For classes as −1 and 1 (0 and 1 are turned into them): the output must have the target&apos;s sign and a size of at least 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>margin SVM maximum-margin two classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Squared hinge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The square of the hinge loss: a small lack is cheap, a large one dear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Categorical hinge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The right class&apos;s output must be larger than the best of the others by 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>margin SVM maximum-margin one-hot several classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Huber</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half the square of a small difference; a difference beyond delta counts in proportion only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>robust regression smooth L1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of a difference up to which it is squared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log-cosh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half the square of a small difference, nearly the size of a large one, smooth in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>robust regression logcosh hyperbolic cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kullback-Leibler divergence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the probabilities of the outputs are from those of the targets; 0 if they agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KLD relative entropy distribution softmax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Poisson</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For counts: the output is the mean of a Poisson distribution and must be positive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>counts rate regression likelihood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of the sizes of the differences. A few far-off samples do not outweigh the rest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAE L1 regression robust</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean absolute percentage error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of the differences in percent of the target. For targets far from 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAPE percent relative regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean squared logarithmic error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of the squared differences of log(1 + number): ratios count. For numbers from 0 on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MSLE regression logarithm ratio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Binary accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acc.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of outputs on the right side of a threshold, each output by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right correct two classes threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An output above it says class 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Categorical accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of samples whose right class has the largest output; targets as rows with a single 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right correct several classes one-hot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparse categorical accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of samples whose right class has the largest output; targets as class numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right correct several classes labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of samples whose class is named right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>right correct share percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area under the curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUC</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How well the outputs part the two classes over all thresholds: 1 is perfect, under ROC 0.5 is chance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AUC ROC PR receiver operating characteristic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thresholds that are tried</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which curve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the area between two thresholds is taken</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many samples of each class (row) the network takes for each class (column). A table, not in Keras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>errors mistaken classes table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A single output above it says class 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of the sizes of the differences, in the unit of the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MAE regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MSE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of the squared differences.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MSE regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Root mean squared error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RMSE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The root of the mean of the squared differences, in the unit of the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RMSE regression standard deviation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An output above it counts as positive; empty: 0.5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>prec.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of what the network calls positive, the share that is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>true false positives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of what is positive, the share that the network finds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sensitivity true positive rate false negatives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F1 score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High only where precision and recall both are: their harmonic mean.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>harmonic mean precision recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the classes become one number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An output above it is positive; empty: the largest one is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of the largest outputs may hold the right class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-k categorical accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top-k</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of samples whose right class is among the k largest outputs; targets as rows with a single 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top five right several classes one-hot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sparse top-k categorical accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of samples whose right class is among the k largest outputs; targets as class numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top five right several classes labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adadelta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps find their own size from the steps before; a learning rate of 1 is the original method.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adaptive without learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adagrad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The more a weight has been moved, the smaller its steps become.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adaptive gradient sum of squares</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sum of the squares before the first step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adamax</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like Adam, but measured by the largest gradient that is remembered.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adam infinity norm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the largest gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added to u, against division by 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adam, and every weight shrinks a little in each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adam decoupled weight decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of every weight, times the learning rate, that is taken off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the learning rate changes with the steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of every weight, times the learning rate, that is taken off each step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest norm of the gradient of one kernel or bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest size of any single gradient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Largest norm of all gradients together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{owner}: gradients can be clipped in one way only, but {one} and {other} are both set; leave one of them empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every weight goes one learning rate up or down, never more or less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sign momentum evolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory of the mean that the next step starts from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nadam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adam with Nesterov&apos;s momentum: it looks one step ahead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adam nesterov</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate stays the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps until the rate has changed once by the factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In jumps every decay_steps steps, not bit by bit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exponential decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate is multiplied by a factor every so many steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step decay staircase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor of the rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>inverse time decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate falls like one over the number of steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps that count as one in the formula</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How fast the rate falls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>polynomial decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate goes to its last value in a line or a curve, and stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>linear decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps until the last value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 is a line, 2 a parabola</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start again after the last value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cosine decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate falls along half a wave, if wanted after a linear warm-up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warm-up warmup annealing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the fall, after the warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the rate that is left at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate after the warm-up; empty for no warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps of the warm-up, if it has a target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>linear warm-up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate rises in a line to its value, and stays there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warmup ramp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Steps until the full rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate of the first step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate jumps to another value after certain steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>piecewise constant boundaries values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One change a line: the last step before it, then the new learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{owner}: every line of pieces must be a step, later than that of the line before, and a learning rate of at least 0, but one is {found}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reduce on plateau</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The learning rate is reduced when the training loss stops getting better.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>callback patience stagnation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the rate is multiplied by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs without improvement before it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Improvement that counts as one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs to wait after a reduction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lowest learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digits 8×8, convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Four filters look for strokes in small handwritten digits; every feature map can be seen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digits, line by line (LSTM)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A recurrent network reads a digit from top to bottom and remembers what it saw.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST, convolution</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two layers of filters on 70,000 handwritten digits; export it and train it to 99 %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every weight gathers what it did in all {count} samples and in every place where it was used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradient at the output, times the slope of the activation {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The gradient goes back unchanged, as the values came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the loss would change if {sources} changed goes back there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layer} is used {count} times; what comes back from each is added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This value entered {count} sums of {layer}; each sends its δ back through the weight between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The averages that the layer keeps move a little towards those of this batch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This layer works in Keras only, during training; in Watch it hands its input on unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A sealed network that Keras computes; what it makes of the sample is shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works during training only; here every value passes unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{help} Click on one of its numbers to see its sums at each time step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {count} values in the window, each times the kernel’s weight at the same place, added up, plus the bias. Places of x are counted within the window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {count} values in the window, each times the kernel’s weight at the same place, added up, plus the bias. Places of x are counted within the window. Click on a weight in the card to follow it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Index {index} at place {place} takes row {index} of the table; this is its number {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The largest of the {count} values in the window wins: the one at place {place}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing enters here: this place is filled with zeros.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same number, taken from {source}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of {count} values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} values, each times a fixed factor, added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The values at the same place of {sources}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean and variance are those of this channel over the batch; γ and β are learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean and variance are the ones that the layer keeps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean and variance are those of this sample’s own values; γ and β are learned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noise is added during training, another number in every step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in this step, times {factor} = 1 / (1 − {rate}), so that the sum stays as large.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped in this step: {percent} % of the values are set to 0 by chance.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the folder to write into: -o DIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>--fresh has no weights, so there is no step for it; leave one out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no run “{run}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A document is missing: nnviz train DOC.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” is a run of another network or with other settings; resume it without a document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own pictures (TFRecord)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pictures and class numbers in TFRecord files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>photographs images tensorflow records own classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TFRecord file, or a folder with files *.tfrecord*</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No TFRecord file is chosen yet: choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file “{file}”: choose the TFRecord file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” is damaged in record {number}, or holds no pictures with class numbers (image/encoded or image, image/class/label or label).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{file}” holds pictures of {count} classes; there must be 2 to 1000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model cannot be written to “{path}”: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights: Keras draws its own from the seed {seed}; they are not those of the document.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the samples: the program begins with the first batch of an epoch, not with that of step {step}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reduced precision: with --mixed-precision the optimizer begins anew, since Keras wraps it in another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimizer: what it remembers does not go along, since Keras also trains the base, which is fixed here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate: the rate reached goes along, but {callback} counts its epochs from the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layers}: changes the samples at random in Keras; here it hands them on as they are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layers}: Keras draws other random numbers than were drawn here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{layers}: Keras up to 3.15.1 computes sparsemax with an error (keras-team/keras#23425), so its numbers differ from those shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics left out, since Keras cannot take them here: {metrics}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training samples: the program sets a tenth of them aside, to choose the best epoch, so its batches are others than those shown here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data: the pictures are not copied; Keras downloads them once (11 MB), or name their folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A model file holds network, loss, optimizer and metrics; data, epochs and batch size do not go along.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss: {loss} is none of Keras’ own; load the model with compile=False, or with custom_objects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data: “{file}” is not copied; put it beside the program, or name its folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}”: its file “{file}” is not copied; the program looks for it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No training is running in “{folder}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training in “{folder}” cannot be told anything: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” is still training; stop it before it is deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” is no run folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” cannot be deleted: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running, {epochs} epochs are over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished after {epochs} epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped in epoch {epochs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed after {epochs} epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken off after {epochs} epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running, 1 epoch is over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>finished after 1 epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed after 1 epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broken off after 1 epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step {step} cannot be reached: the numbers are no longer finite before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file holds what another optimizer than {optimizer} remembers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch normalization and dropout on digits 8×8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In training every batch is brought to mean 0 and deviation 1 and some neurons are silent; in use neither is so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fire modules (squeeze and expand)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Few maps, then many in two sizes side by side: good results with few weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Five layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Z, A, W, b and their gradients in every layer, each with its shape.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flowers, convolutions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small network of filters learns photographs from nothing, flipped at random.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flowers, dense layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>55 million weights that know nothing of neighbours: it trains, and clearly worse than the next ones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flowers, fine tuning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First the head learns, then the pretrained base too, at a low rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flowers, transfer with pooling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The mean of each feature map instead of all its places: fewer weights, better results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flowers, transfer learning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What a million photographs taught is kept; only five neurons behind it learn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One weight and its cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cost of a single weight is a bowl; gradient descent rolls to its lowest point, 2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pima diabetes (own table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eight measurements of 768 women, from a CSV file; 76 % or more after 150 epochs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Residual network on digits 8×8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each block adds its input to what its layers make of it, so the gradient has a short way back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A saddle point</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two weights in a row: plain descent lingers at the saddle, momentum passes. See the loss surface.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Separable convolutions with skips</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First each map by itself, then all together, and a way around: Xception in small.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The template “{name}” is not to reach anything; these are: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Insert {layer} between “{source}” and “{name}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{new} goes on with what {old} remembers of {count} earlier steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{new} cannot use what {old} remembers of {count} earlier steps, so it begins anew; Undo brings that back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {old} remembers of {count} earlier steps does not fit the changed network, so {new} begins anew; Undo brings that back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These are the {samples} samples that the full training learned from; {others} others chose its best epoch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights that “{name}” learned cannot be kept in “{folder}”: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>before the first epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch {epoch} (kept at the end)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after epoch {epoch}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” has left no weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” has kept no weights of epoch {epoch}; there are those of: {epochs}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in “{path}” cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A driver of an NVIDIA GPU is here: with the CUDA libraries, about 5 GB to download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the processor of this Mac, about 400 MB to download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the CPU, about 500 MB to download: on Windows itself TensorFlow uses no GPU; inside WSL2 it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No driver of an NVIDIA GPU is here: for the CPU, about 700 MB to download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” holds other files; choose an empty folder, or one that is not there yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training environment needs {needed} GB, but the disk of “{folder}” has {free} GB free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Python {versions} is found on this computer; install one from python.org, or name it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading {file} ({size}), package {count}; {all} MB so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for {package}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unpacking; this takes a few minutes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment could not be made: {command} says “{detail}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk of “{folder}” is full; free some space and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{python}” cannot make environments; on Debian and Ubuntu this helps: sudo apt install python3-venv</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{folder}” may not be written to; choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The packages could not be downloaded: the network does not answer. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TensorFlow has no package for “{python}” on this machine; it needs a Python 3.11 to 3.13 with 64 bits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program of “{name}” is not there any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answers of the network cannot be read ({reason}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network has {wanted} layers with weights, but the file holds {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” has {wanted} weights, but the file holds {count} for it, as “{there}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{layer}” learns, too, and what it learned cannot be taken out of an older file. Save the weights with Keras 3, as .weights.h5 or .keras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is batch {batch} of epoch {epoch} of “{name}”, before its training step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{name}” stands before epoch {epoch}, and a batch of training pictures enters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is batch {batch} of epoch {epoch} of “{name}”, before its training step; it has the {samples} samples that the run learned from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What “{name}” learned is not in “{path}”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {optimizer} remembered is not there in a form that can be read; it starts anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its pictures are those that Watch holds; the run mixed all of them in TensorFlow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What random layers draw is not what Keras drew, so the loss is not the run’s to the digit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All GPUs (TensorFlow)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All GPUs (JAX)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At step {step} the weight is no finite number; there is no curve here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{wanted} within 0.05</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least {least}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after epoch {epoch}: {value}; true: {target}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after epoch {epoch}: {name}, {share}; right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>after epoch {epoch}: {name}, {share}; wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weights of inputs {first}–{last} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here this weight meets the rim, where nothing enters; the same weight is used at {count} places of the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here this weight multiplies the input at place {place}; the same weight is used at {count} places of the map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same weight is used at {places} places of the map: at each the input under it times δ there, added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same weight is used at {places} places of the map: at each the input under it times δ there. g is what a sample adds; all {count} samples are added up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>input gate i</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>forget gate f</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new memory c̃</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>output gate o</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>update gate z</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reset gate r</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new state n</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>state h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time step 1 of {steps}. The state before it is 0, so only the input and the bias are in the sums.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time step {time} of {steps}: the input x of this step times W, and the state h of the step before times U. Choose another step or one sum in full above.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
