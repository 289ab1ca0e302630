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
        <source>The table (CSV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the built-in digits instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a table</source>
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
        <source>Choose the folder of the data…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the built-in digits instead</source>
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
    <name>ExportDialog</name>
    <message>
        <source>Export to Keras</source>
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
        <source>It cannot be exported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keras draws new weights from the seed {seed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As they are at step {step}. What the optimizer remembers ({slots}) is not carried over; it starts anew.</source>
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
        <source>Open the folder</source>
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
        <source>mean of {steps}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{samples} test samples</source>
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
    <name>PartForm</name>
    <message>
        <source>More</source>
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
        <source>Downloading {file} …</source>
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
        <source>{time} · about {left} left</source>
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
        <source>It needs TensorFlow and Keras. Empty: the Python that nnviz runs on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a Python that has TensorFlow and Keras.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Named by the environment variable {name}.</source>
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
        <source>Python for training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{loss}; {optimizer}, learning rate {rate}.</source>
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
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training is running. It ends when the window closes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of the last epoch that was saved stay in the folder of the run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End the training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show</source>
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
        <source>{axis}: row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{axis}: column</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WeightModel</name>
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
        <source>The output of “{name}” goes nowhere. A network has one output; connect it or delete it.</source>
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
        <source>The network has {count} parameters, most of them in “{name}”; {most} are what can be held here.</source>
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
        <source>The output “{name}” has shape {found}, but the data and the loss need {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{loss}” expects probabilities, but “{name}” ends with {activation}. {fused} gives them.</source>
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
        <source>Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every weight gets a step of its own size, from the history of its gradients.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>adaptive moments</source>
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
        <source>gradient descent momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of the last step that is kept</source>
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
        <source>Every input times its weight, added up, plus the bias. Softmax waits for the other neurons.</source>
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
        <source>A batch of one sample enters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch of {count} samples enters. Drawn is sample {row} of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same numbers in another shape.</source>
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
        <source>loss</source>
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
        <source>Training needs at least one epoch.</source>
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
        <source>The weights of the last epoch that was saved are kept.</source>
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
        <source>The data could not be downloaded: the network does not answer. Try again later, choose the folder that holds the data, or use the built-in digits. {kept}</source>
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
        <source>The document was changed while “{name}” was training, so the weights were not put into it by themselves. They fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The document was changed while “{name}” was training, and the weights no longer fit it. Save the network that was trained as a document of its own.</source>
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
        <source>{layer} · weight {source} → {unit}</source>
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
        <source>Use the built-in digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is neither a command nor a file “{word}”; nnviz --help lists the commands.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
